//! Where strings, numbers and whole values end.

use std::ops::Range;

/// A string: what stands between its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) range: Range<usize>,
    pub(super) escaped: bool,
}

pub(super) fn space(text: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = text.get(at) {
        at += 1;
    }
    at
}

/// The string that begins with the quote at `at`.
pub(super) fn string(text: &[u8], at: usize) -> Option<Text> {
    let start = at + 1;
    let (mut from, mut escaped) = (start, false);
    loop {
        let found = from + memchr::memchr2(b'"', b'\\', text.get(from..)?)?;
        if text.get(found) == Some(&b'"') {
            return Some(Text {
                range: start..found,
                escaped,
            });
        }
        escaped = true;
        from = found + 2;
        // A search for each of many would take longer.
        while text.get(from) == Some(&b'\\') {
            from += 2;
        }
    }
}

/// The end of a number, `true`, `false` or `null`; nothing where it is none.
pub(super) fn bare(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t');
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    let token = rest.get(..length)?;
    (matches!(token, b"true" | b"false" | b"null") || is_number(token)).then_some(at + length)
}

fn is_number(token: &[u8]) -> bool {
    let token = token.strip_prefix(b"-").unwrap_or(token);
    let whole = digits(token);
    if whole == 0 || whole > 1 && token.first() == Some(&b'0') {
        return false;
    }
    let mut rest = token.get(whole..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = fraction.get(length..).unwrap_or_default();
    }
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] => {
            !exponent.is_empty() && digits(exponent) == exponent.len()
        }
        _ => false,
    }
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The end of the value at `at`, whatever it is. Brackets are counted, not told apart.
pub(super) fn skip(text: &[u8], mut at: usize) -> Option<usize> {
    let mut open = 0_usize;
    loop {
        at = match text.get(at)? {
            b'"' => string(text, at)?.range.end + 1,
            b'{' | b'[' => {
                open += 1;
                at + 1
            }
            b'}' | b']' => {
                open = open.checked_sub(1)?;
                at + 1
            }
            b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' if open > 0 => at + 1,
            _ => bare_or_word(text, at, open)?,
        };
        if open == 0 {
            return Some(at);
        }
    }
}

/// Inside of what is hidden anything may stand.
fn bare_or_word(text: &[u8], at: usize, open: usize) -> Option<usize> {
    if open == 0 {
        return bare(text, at);
    }
    Some(at + 1)
}
