//! What stands around a place that triggered: bounded looks back and ahead.

mod announced;
mod beside;
mod code;
pub(crate) mod email;
pub(crate) mod encoded;
pub(crate) mod login;
pub(crate) mod pair;
mod quoted;
pub(crate) mod userinfo;
mod value;

use crate::mask::bytes::byte_before;
pub(crate) use crate::mask::bytes::{byte, is_word};

/// The byte before a place; nothing before the beginning.
#[inline]
pub(crate) fn before(text: &[u8], at: usize) -> u8 {
    byte_before(text, at, 1)
}

/// A part of the text; empty where there is none.
#[inline]
pub(crate) fn part(text: &[u8], from: usize, to: usize) -> &[u8] {
    text.get(from..to).unwrap_or_default()
}

/// A byte of the name of a field, a header or a variable.
#[inline]
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || byte >= 0x80
}

/// What stands for a value after it was masked.
pub(crate) const HIDDEN: &[u8] = b"********";

/// Nothing but stars: masked by someone.
pub(crate) fn is_stars(value: &[u8]) -> bool {
    value.iter().all(|byte| *byte == b'*')
}
