//! A password that stands beside its name with neither `=` nor `:` between them: `PASSWORD '..'`,
//! `--password ..`, `"--password", ".."`, `<password>..</password>`.

use memchr::memchr2;

use super::{before, byte, is_name, part};
use crate::mask::rules::Scope;

/// Bytes of the longest value.
const VALUE: usize = 256;
/// Bytes of a name, and of the attributes of an element.
const NAME: usize = 48;
const ATTRIBUTES: usize = 200;

/// Where the value stands of the name whose last word, `password`, is at `word..end`.
pub(super) fn value(scope: Scope<'_>, word: usize, end: usize) -> Option<(usize, usize)> {
    let text = scope.text;
    let floor = word.saturating_sub(NAME);
    let mut start = word;
    while start > floor && is_name(byte(text, start - 1)) {
        start -= 1;
    }
    if !scope.rules.names.is_sensitive(part(text, start, end)) {
        return None;
    }
    if matches!(before(text, start), b'<' | b':') && byte(text, end) != b':' {
        return element(text, start, end);
    }
    let is_option = byte(text, start) == b'-';
    match (byte(text, end), byte(text, end + 1)) {
        (b' ', b'"' | b'\'') => quoted(text, end + 1),
        (b' ', _) if is_option => bare(text, end + 1),
        (quote @ (b'"' | b'\''), b',') if is_option => {
            let next = end + 2 + usize::from(byte(text, end + 2) == b' ');
            (byte(text, next) == quote).then(|| quoted(text, next))?
        }
        _ => None,
    }
}

/// `<name>value</`, `<ns:name a="b">value</`.
fn element(text: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    let open = match before(text, start) {
        b'<' => start - 1,
        _ => {
            let prefix = part(text, start.saturating_sub(NAME), start - 1);
            let length = prefix
                .iter()
                .rev()
                .take_while(|byte| is_name(**byte))
                .count();
            (start - 1).checked_sub(length + 1)?
        }
    };
    let is_element = byte(text, open) == b'<' && matches!(byte(text, end), b'>' | b' ');
    let attributes = part(text, end, text.len().min(end + ATTRIBUTES));
    let closed = memchr2(b'>', b'\n', attributes).filter(|_| is_element)?;
    let start = end + closed + 1;
    if byte(text, start - 1) != b'>' || byte(text, start - 2) == b'/' {
        return None;
    }
    let value = part(text, start, text.len().min(start + VALUE));
    let length = memchr2(b'<', b'\n', value)?;
    let closes = part(text, start + length, start + length + 2) == b"</";
    (length > 0 && closes).then_some((start, start + length))
}

/// From behind a quote to the next one. What cannot begin a value closes something else.
fn quoted(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let (quote, start) = (byte(text, at), at + 1);
    let begins = !matches!(
        byte(text, start),
        0..=b' ' | b',' | b':' | b';' | b'+' | b')' | b']' | b'}' | b'"' | b'\'' | b'\\'
    );
    let value = part(text, start, text.len().min(start + VALUE));
    let length = memchr2(quote, b'\n', value).filter(|_| begins)?;
    (byte(text, start + length) == quote).then_some((start, start + length))
}

/// What follows an option on a command line: not another option, nor what a usage says of it.
fn bare(text: &[u8], start: usize) -> Option<(usize, usize)> {
    let value = part(text, start, text.len().min(start + VALUE));
    let ends = |byte: &u8| *byte <= b' ' || matches!(byte, b'"' | b'\'' | b'`' | b'\\' | b'<');
    let length = value.iter().position(ends).unwrap_or(value.len());
    let begins = !matches!(byte(text, start), b'-' | b'<' | b'[' | b'=' | b'|' | b'(');
    (length > 0 && begins).then_some((start, start + length))
}
