//! `name: DB_PASSWORD, value: ..`: a value whose name stands in the pair before it, as lists of
//! environment variables have it, on one line or on two.

use super::{before, byte, is_name, part};
use crate::mask::rules::Scope;

/// So far before the word `value` its name is looked for: what a stream keeps before a line.
const BACK: usize = 60;
/// The word before the sensitive name.
const NAMES: &[&[u8]] = &[b"name", b"key", b"k", b"n"];

/// Whether a name with these last letters may be `value`.
#[inline(always)]
pub(super) fn filter([a, b, c]: [u8; 3]) -> bool {
    matches!([a | 0x20, b | 0x20, c | 0x20], [b'l', b'u', b'e'])
}

/// Whether the name from `start` to `end` is `value`, and that of a sensitive name.
pub(super) fn by(scope: Scope<'_>, start: usize, end: usize) -> bool {
    let text = scope.text;
    part(text, start, end).eq_ignore_ascii_case(b"value")
        && name(text, start).is_some_and(|name| scope.rules.names.is_sensitive(name))
}

/// `DB_PASSWORD` of `name: DB_PASSWORD, value`, whose last word begins at `start`.
fn name(text: &[u8], start: usize) -> Option<&[u8]> {
    let floor = start.saturating_sub(BACK);
    let end = back(text, floor, start, is_gap);
    let begin = back(text, floor, end, is_name);
    let sign = back(text, floor, begin, is_quote);
    let pair = before(text, sign);
    let word_end = back(text, floor, sign.checked_sub(1)?, is_quote);
    let word = back(text, floor, word_end, is_name);
    let word = part(text, word, word_end);
    let is_known = NAMES.iter().any(|name| word.eq_ignore_ascii_case(name));
    (end < start && matches!(pair, b':' | b'=') && is_known).then(|| part(text, begin, end))
}

/// Back over what `passes`, down to `floor`.
fn back(text: &[u8], floor: usize, from: usize, passes: fn(u8) -> bool) -> usize {
    let mut at = from;
    while at > floor && passes(byte(text, at - 1)) {
        at -= 1;
    }
    at
}

/// What stands between two pairs.
fn is_gap(byte: u8) -> bool {
    is_quote(byte) || matches!(byte, b',' | b';' | b'\n' | b'\r')
}

/// What stands around a name or a value.
fn is_quote(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'\\' | b'`')
}
