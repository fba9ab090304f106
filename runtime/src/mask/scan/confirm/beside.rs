//! A password in quotes beside its name: `PASSWORD '..'`, `PASSWORD('..')`, `"--password", ".."`,
//! and that of an element with attributes.

use std::ops::Range;

use memchr::memchr2;

use super::login::{inside, is_element, is_option, is_value};
use super::value::is_doubled;
use super::{before, byte, part};

/// Bytes of the longest value.
const VALUE: usize = 256;
/// Bytes of the attributes of an element.
const ATTRIBUTES: usize = 200;

/// The value of the keyword at `word..end`.
pub(super) fn value(text: &[u8], word: usize, end: usize) -> Option<Range<usize>> {
    match (byte(text, end), byte(text, end + 1)) {
        (b' ', b'"' | b'\'') => quoted(text, end + 1),
        (b' ', b'B' | b'b') if is_by(text, word, end) => quoted(text, end + BY.len()),
        (b'(', b'\'') if part(text, word, end) == b"PASSWORD" => quoted(text, end + 1),
        (b' ', _) if is_element(text, word) => element(text, end),
        (quote @ (b'"' | b'\''), b',') if is_option(text, word) => {
            let next = end + 2 + usize::from(byte(text, end + 2) == b' ');
            (byte(text, next) == quote).then(|| quoted(text, next))?
        }
        _ => None,
    }
}

/// What stands between the way of authentication and the password in SQL.
const BY: &[u8] = b" by ";

/// `IDENTIFIED WITH mysql_native_password BY '..'`.
fn is_by(text: &[u8], word: usize, end: usize) -> bool {
    let quote = end + BY.len();
    before(text, word) == b'_'
        && part(text, end, quote).eq_ignore_ascii_case(BY)
        && byte(text, quote) == b'\''
}

/// From behind a quote to the next one. What cannot begin a value closes something else.
fn quoted(text: &[u8], at: usize) -> Option<Range<usize>> {
    let (quote, start) = (byte(text, at), at + 1);
    let begins = !matches!(
        byte(text, start),
        0..=b' ' | b',' | b':' | b';' | b'+' | b')' | b']' | b'}' | b'"' | b'\'' | b'\\'
    );
    let limit = text.len().min(start + VALUE);
    let mut end = start + memchr2(quote, b'\n', part(text, start, limit)).filter(|_| begins)?;
    while is_doubled(text, start, end) {
        end += 2;
        end += memchr2(quote, b'\n', part(text, end, limit))?;
    }
    let closes = byte(text, end) == quote;
    (closes && is_value(part(text, start, end))).then_some(start..end)
}

/// `<name a="b">value</`, whose attributes begin at `from`.
fn element(text: &[u8], from: usize) -> Option<Range<usize>> {
    let attributes = part(text, from, text.len().min(from + ATTRIBUTES));
    let close = from + memchr2(b'>', b'\n', attributes)?;
    let opens = byte(text, close) == b'>' && byte(text, close - 1) != b'/';
    opens.then(|| inside(text, close + 1))?
}
