//! A password that no separator tells: `username snoop password biggreenhat` by the name of a user
//! before it, `--password biggreenhat` as an option of a command, `<password>biggreenhat<` as an
//! element, `password is hunter2` by its letters and digits, `PASSWORD 'hunter2'` by its quotes.

use std::ops::Range;

use super::{HIDDEN, before, beside, byte, is_stars, is_word, part};
use crate::mask::Kind;
use crate::mask::finding::{Confidence, Found};
use crate::mask::rules::Scope;

/// Bytes before the `w` of a keyword that are looked at.
const BACK: usize = 4;
const USERS: &[&[u8]] = &[b"user", b"username", b"login"];
/// The longest name of a user that is skipped.
const NAME: usize = 64;
/// The longest password.
const VALUE: usize = 256;
/// Bytes of `was: `.
const TOLD: usize = 5;
/// What stands around `password` in a sentence about passwords.
const TALK: &[&[u8]] = &[
    b"a",
    b"and",
    b"are",
    b"can",
    b"cannot",
    b"change",
    b"changed",
    b"expired",
    b"field",
    b"for",
    b"forgot",
    b"from",
    b"has",
    b"have",
    b"in",
    b"is",
    b"must",
    b"not",
    b"of",
    b"on",
    b"or",
    b"required",
    b"reset",
    b"should",
    b"the",
    b"to",
    b"updated",
    b"was",
    b"were",
    b"will",
    b"with",
];

/// Whether the `w` at `at` is the one of `password`, `passwd`, `pwd` or `pw`, and a value may stand
/// behind it.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    keyword(text, at).is_some_and(|(word, end)| may_be(text, word, end))
}

// Within the loop over blocks it would be in the way of what is asked at every place.
#[inline(never)]
fn may_be(text: &[u8], word: usize, end: usize) -> bool {
    let next = byte(text, end + 1);
    match byte(text, end) {
        // In quotes, or behind `is` or `was`.
        b' ' if matches!(next, b'"' | b'\'' | b'i' | b'I' | b'w' | b'W') => true,
        // `_password BY '..'`, `PASSWORD('..')`.
        b' ' if matches!(next, b'b' | b'B') && before(text, word) == b'_' => true,
        b'(' => next == b'\'',
        b' ' if is_space(before(text, word)) => is_behind_name(text, word),
        b' ' => is_option(text, word) || is_element(text, word),
        b'>' => next != b'<' && is_element(text, word),
        b'"' | b'\'' => next == b',' && is_option(text, word),
        _ => false,
    }
}

/// The first letter of the keyword whose `w` stands at `at`, and the place behind its last.
#[inline]
fn keyword(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let from = at.checked_sub(BACK)?;
    let around = text.get(from..).and_then(<[u8]>::first_chunk::<8>)?;
    // A space stays one.
    match (u64::from_le_bytes(*around) | 0x2020_2020_2020_2020).to_le_bytes() {
        [b'p', b'a', b's', b's', b'w', b'o', b'r', b'd'] => Some((from, at + 4)),
        [b'p', b'a', b's', b's', b'w', b'd', b' ' | b'>', _] => Some((from, at + 2)),
        [_, _, _, b'p', b'w', b'd', b' ' | b'>', _] => Some((at - 1, at + 2)),
        [_, _, _, b'p', b'w', b' ', _, _] => Some((at - 1, at + 1)),
        _ => None,
    }
}

/// The value behind the keyword whose `w` stands at `at`.
pub(crate) fn at(scope: Scope<'_>, at: usize) -> Option<Found> {
    if !scope.rules.on.contains(Kind::Password) {
        return None;
    }
    let text = scope.text;
    let (word, end) = keyword(text, at)?;
    let value = match byte(text, end) {
        b' ' if is_option(text, word) => said(text, end + 1),
        b' ' if is_behind_name(text, word) => said(text, end + 1),
        b' ' => told(text, end + 1),
        b'>' if is_element(text, word) => inside(text, end + 1),
        _ => None,
    };
    let value = value.or_else(|| beside::value(text, word, end))?;
    (value.start >= scope.floor).then(|| Found::new(Kind::Password, value, Confidence::Medium))
}

/// The word that begins at `start`, if it is no part of a sentence.
fn said(text: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = part(text, start, text.len().min(start + VALUE));
    let length = rest.iter().take_while(|byte| !is_break(**byte)).count();
    let value = trimmed(part(text, start, start + length));
    // A `=` or `:` is for the pair to judge.
    let is_sign = matches!(value, [b'=' | b':', ..]);
    (is_value(value) && !is_talk(value) && !is_sign).then(|| start..start + value.len())
}

/// `is hunter2`, `is: hunter2`: what has letters and digits is no word of the sentence.
fn told(text: &[u8], start: usize) -> Option<Range<usize>> {
    const IS: [&[u8]; 2] = [b"is", b"was"];
    let rest = part(text, start, text.len().min(start + TOLD));
    let is = IS.iter().find(|word| {
        let (is, behind) = rest.split_at_checked(word.len()).unwrap_or_default();
        is.eq_ignore_ascii_case(word) && matches!(behind, [b' ', ..] | [b':', b' ', ..])
    })?;
    let behind = start + is.len();
    let value = said(text, behind + 1 + usize::from(byte(text, behind) == b':'))?;
    let any = |is: fn(&u8) -> bool| part(text, value.start, value.end).iter().any(is);
    let mixed = any(u8::is_ascii_digit) && any(u8::is_ascii_alphabetic);
    let masked = part(text, value.start, value.end) == HIDDEN;
    (mixed || masked).then_some(value)
}

/// What stands from `start` to the end of the element.
pub(super) fn inside(text: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = part(text, start, text.len().min(start + VALUE));
    let length = rest.iter().position(|byte| *byte == b'<')?;
    let closes = byte(text, start + length + 1) == b'/';
    let value = part(text, start, start + length);
    (closes && is_value(value.trim_ascii())).then(|| start..start + length)
}

pub(super) fn is_value(value: &[u8]) -> bool {
    !value.is_empty() && (!is_stars(value) || value == HIDDEN)
}

fn is_talk(word: &[u8]) -> bool {
    TALK.iter().any(|talk| word.eq_ignore_ascii_case(talk))
}

/// Whether the keyword at `word` ends an option: `--password`, `--db-password`.
pub(super) fn is_option(text: &[u8], word: usize) -> bool {
    let name = part(text, word.saturating_sub(NAME), word);
    let length = name
        .iter()
        .rev()
        .take_while(|byte| is_word(**byte) || **byte == b'-')
        .count();
    part(text, word - length, word).starts_with(b"--")
}

/// Whether the keyword at `word` is the name of an element, perhaps behind its space: `<ns:`.
pub(super) fn is_element(text: &[u8], word: usize) -> bool {
    let name = part(text, word.saturating_sub(NAME), word);
    let rest = name.iter().rev().skip_while(|byte| is_word(**byte));
    let mut rest = rest.skip_while(|byte| **byte == b':' || is_word(**byte));
    rest.next() == Some(&b'<')
}

/// Whether the name of a user stands before the keyword at `word`.
fn is_behind_name(text: &[u8], word: usize) -> bool {
    let found = || {
        let end = back_over_space(text, word)?;
        let name = back_over_name(text, end)?;
        let told = is_told(text, name, end) && !is_talk(part(text, name, end));
        told.then_some(())
    };
    found().is_some()
}

/// Whether `u: snoop` stands before `at`.
pub(super) fn is_behind_user(text: &[u8], at: usize) -> bool {
    let found = || {
        let end = back_over_space(text, at)?;
        let name = back_over_name(text, end)?;
        let sign = match part(text, name, end).iter().position(|byte| is_sign(*byte)) {
            Some(sign) => name + sign,
            None => back_over_space(text, name)?.checked_sub(1)?,
        };
        let user = sign.checked_sub(1)?;
        let letter = byte(text, user).eq_ignore_ascii_case(&b'u');
        let alone = !is_word(before(text, user));
        (is_sign(byte(text, sign)) && letter && alone).then_some(())
    };
    found().is_some()
}

fn is_break(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'"' | b'\'' | b'<' | b'\\' | b'&')
}

/// Without the marks of a sentence at the end.
fn trimmed(mut value: &[u8]) -> &[u8] {
    if let [b'[' | b'(' | b'{', ..] = value {
        // Perhaps a mask in brackets.
        return value;
    }
    while let [rest @ .., b',' | b';' | b')' | b']' | b'}'] = value {
        value = rest;
    }
    value
}

/// The end of what stands before one space or line break.
fn back_over_space(text: &[u8], at: usize) -> Option<usize> {
    let last = at.checked_sub(1)?;
    is_space(byte(text, last)).then_some(())?;
    match last.checked_sub(1).map(|more| byte(text, more)) {
        Some(b',' | b'\r' | b' ') => last.checked_sub(1),
        _ => Some(last),
    }
}

/// What stands between the name of a user and a password.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b',')
}

/// The beginning of the word that ends at `end`.
fn back_over_name(text: &[u8], end: usize) -> Option<usize> {
    let from = end.saturating_sub(NAME);
    let name = part(text, from, end);
    let length = name
        .iter()
        .rev()
        .take_while(|byte| !is_break(**byte))
        .count();
    (length > 0 && length < NAME).then(|| end - length)
}

/// Whether the name is that of a user: `username snoop`, `username: snoop`, `username:snoop`.
fn is_told(text: &[u8], name: usize, end: usize) -> bool {
    let sign = part(text, name, end).iter().position(|byte| is_sign(*byte));
    if sign.is_some_and(|sign| is_user(text, name + sign)) {
        return true;
    }
    let Some(user_end) = back_over_space(text, name) else {
        return false;
    };
    let signed = user_end
        .checked_sub(1)
        .filter(|last| is_sign(byte(text, *last)));
    is_user(text, signed.unwrap_or(user_end))
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b':' | b'=')
}

fn is_user(text: &[u8], end: usize) -> bool {
    let last = before(text, end) | 0x20;
    let ends = matches!(last, b'r' | b'e' | b'n');
    ends && USERS.iter().any(|word| {
        end.checked_sub(word.len()).is_some_and(|start| {
            part(text, start, end).eq_ignore_ascii_case(word)
                && start
                    .checked_sub(1)
                    .is_none_or(|last| !is_word(byte(text, last)))
        })
    })
}
