//! `username snoop password biggreenhat`: a password in a sentence, told by the user's name before
//! it, or by how it stands beside its name.

use super::{HIDDEN, beside, byte, is_stars, is_word, part};
use crate::mask::Kind;
use crate::mask::finding::{Confidence, Found};
use crate::mask::rules::Scope;

const PASSWORD: &[u8; 8] = b"password";
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

/// Whether the `w` at `at` is the one of `password`.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    let Some(from) = at.checked_sub(4) else {
        return false;
    };
    let Some(word) = text.get(from..).and_then(<[u8]>::first_chunk::<8>) else {
        return false;
    };
    u64::from_le_bytes(*word) | 0x2020_2020_2020_2020 == u64::from_le_bytes(*PASSWORD)
}

/// The value behind `password`, whose `w` stands at `at`.
pub(crate) fn at(scope: Scope<'_>, at: usize) -> Option<Found> {
    if !scope.rules.on.contains(Kind::Password) {
        return None;
    }
    let word = at.checked_sub(4)?;
    let (start, end) = beside::value(scope, word, word + PASSWORD.len())
        .or_else(|| behind_user(scope.text, word))?;
    let value = part(scope.text, start, end);
    let talk = TALK.iter().any(|word| value.eq_ignore_ascii_case(word));
    if talk || (is_stars(value) && value != HIDDEN) || start < scope.floor {
        return None;
    }
    Some(Found::new(Kind::Password, start..end, Confidence::Medium))
}

/// Where the value stands of the `password` at `word`, if a user is named before it.
fn behind_user(text: &[u8], word: usize) -> Option<(usize, usize)> {
    let name_end = back_over_space(text, word)?;
    let name = back_over_name(text, name_end)?;
    let user_end = back_over_space(text, name)?;
    let start = word + PASSWORD.len() + 1;
    if !is_user(text, user_end) || byte(text, start - 1) != b' ' {
        return None;
    }
    let rest = part(text, start, text.len().min(start + VALUE));
    let value = rest.iter().take_while(|byte| !is_break(**byte)).count();
    let value = part(text, start, start + value);
    let value = trimmed(value);
    // A `=` or `:` is for the pair to judge.
    let is_value = !matches!(value, [] | [b'=' | b':', ..]);
    is_value.then_some((start, start + value.len()))
}

fn is_break(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'"' | b'\'' | b'<' | b'\\' | b'&')
}

/// Without the marks of a sentence at the end; what begins with a bracket may be a mask in one.
fn trimmed(mut value: &[u8]) -> &[u8] {
    if let [b'[' | b'(' | b'{', ..] = value {
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
