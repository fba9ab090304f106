//! `username snoop password biggreenhat`: a password in a sentence, told by the user's name before
//! it.

use super::{HIDDEN, byte, is_stars, is_word, part};
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
/// What follows `password` in a sentence about passwords.
const TALK: &[&[u8]] = &[
    b"and",
    b"are",
    b"can",
    b"cannot",
    b"field",
    b"for",
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
    b"to",
    b"was",
    b"were",
    b"will",
    b"with",
];

/// Whether the `w` at `at` is the one of `password`, `passwd`, `pwd` or `pw`.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    keyword(text, at).is_some()
}

/// The first letter of the keyword whose `w` stands at `at`, and the place behind its last.
#[inline]
fn keyword(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let from = at.checked_sub(BACK)?;
    let around = text.get(from..).and_then(<[u8]>::first_chunk::<8>)?;
    // A space stays one.
    match (u64::from_le_bytes(*around) | 0x2020_2020_2020_2020).to_le_bytes() {
        [b'p', b'a', b's', b's', b'w', b'o', b'r', b'd'] => Some((from, at + 4)),
        [b'p', b'a', b's', b's', b'w', b'd', b' ', _] => Some((from, at + 2)),
        [_, _, _, b'p', b'w', b'd', b' ', _] => Some((at - 1, at + 2)),
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
    let (word, start) = keyword(text, at)?;
    let name_end = back_over_space(text, word)?;
    let name = back_over_name(text, name_end)?;
    if !is_told(text, name, name_end) {
        return None;
    }
    if byte(text, start) != b' ' {
        return None;
    }
    let start = start + 1;
    let rest = part(text, start, text.len().min(start + VALUE));
    let value = rest.iter().take_while(|byte| !is_break(**byte)).count();
    let value = part(text, start, start + value);
    let value = trimmed(value);
    let talk = TALK.iter().any(|word| value.eq_ignore_ascii_case(word));
    if value.is_empty() || talk || (is_stars(value) && value != HIDDEN) {
        return None;
    }
    let end = start + value.len();
    (start >= scope.floor).then(|| Found::new(Kind::Password, start..end, Confidence::Medium))
}

fn is_break(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'"' | b'\'' | b'<' | b'\\' | b'&')
}

/// Without the marks of a sentence at the end.
fn trimmed(mut value: &[u8]) -> &[u8] {
    while let [rest @ .., b',' | b';' | b')' | b']' | b'}'] = value {
        value = rest;
    }
    value
}

/// The end of what stands before one space or line break.
fn back_over_space(text: &[u8], at: usize) -> Option<usize> {
    let last = at.checked_sub(1)?;
    matches!(byte(text, last), b' ' | b'\n' | b'\t' | b',').then_some(())?;
    match last.checked_sub(1).map(|more| byte(text, more)) {
        Some(b',' | b'\r' | b' ') => last.checked_sub(1),
        _ => Some(last),
    }
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
    USERS.iter().any(|word| {
        end.checked_sub(word.len()).is_some_and(|start| {
            part(text, start, end).eq_ignore_ascii_case(word)
                && start
                    .checked_sub(1)
                    .is_none_or(|last| !is_word(byte(text, last)))
        })
    })
}
