//! A password in quotes beside its name: `PASSWORD '..'`, `"--password", ".."`, and that of an
//! element with attributes.

use std::ops::Range;

use memchr::memchr2;

use super::login::{inside, is_element, is_option, is_value};
use super::{byte, part};

/// Bytes of the longest value.
const VALUE: usize = 256;
/// Bytes of the attributes of an element.
const ATTRIBUTES: usize = 200;

/// The value of the keyword at `word..end`.
pub(super) fn value(text: &[u8], word: usize, end: usize) -> Option<Range<usize>> {
    match (byte(text, end), byte(text, end + 1)) {
        (b' ', b'"' | b'\'') => quoted(text, end + 1),
        (b' ', _) if is_element(text, word) => element(text, end),
        (quote @ (b'"' | b'\''), b',') if is_option(text, word) => {
            let next = end + 2 + usize::from(byte(text, end + 2) == b' ');
            (byte(text, next) == quote).then(|| quoted(text, next))?
        }
        _ => None,
    }
}

/// From behind a quote to the next one. What cannot begin a value closes something else.
fn quoted(text: &[u8], at: usize) -> Option<Range<usize>> {
    let (quote, start) = (byte(text, at), at + 1);
    let begins = !matches!(
        byte(text, start),
        0..=b' ' | b',' | b':' | b';' | b'+' | b')' | b']' | b'}' | b'"' | b'\'' | b'\\'
    );
    let rest = part(text, start, text.len().min(start + VALUE));
    let length = memchr2(quote, b'\n', rest).filter(|_| begins)?;
    let closes = byte(text, start + length) == quote;
    (closes && is_value(part(text, start, start + length))).then(|| start..start + length)
}

/// `<name a="b">value</`, whose attributes begin at `from`.
fn element(text: &[u8], from: usize) -> Option<Range<usize>> {
    let attributes = part(text, from, text.len().min(from + ATTRIBUTES));
    let close = from + memchr2(b'>', b'\n', attributes)?;
    let opens = byte(text, close) == b'>' && byte(text, close - 1) != b'/';
    opens.then(|| inside(text, close + 1))?
}
