//! The value of a pair: where it begins and ends, and what is none.

use memchr::{memchr, memchr3};

use super::{HIDDEN, byte, is_stars, part};

/// Where the value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) start: usize,
    pub(super) end: usize,
    /// It stands behind the name of a scheme of authentication, which stays.
    pub(super) scheme: bool,
    /// Neither quotes nor brackets are around it.
    pub(super) bare: bool,
}

impl Value {
    pub(super) fn plain(start: usize, end: usize) -> Self {
        Value {
            start,
            end,
            scheme: false,
            bare: false,
        }
    }
}

/// Schemes with one credential behind them.
const SCHEMES: &[&[u8]] = &[
    b"basic",
    b"bearer",
    b"token",
    b"apikey",
    b"negotiate",
    b"ntlm",
];
/// Schemes with a list behind them.
const LISTS: &[&[u8]] = &[
    b"digest",
    b"aws4-hmac-sha256",
    b"hawk",
    b"signature",
    b"oauth",
];

/// Whether a value begins with this byte: the answer that is asked for first.
#[inline]
pub(super) fn may_begin(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'&' | b'<' | b'{' | b'(')
}

/// The value that begins at `start`, behind `separator`.
pub(super) fn at(text: &[u8], start: usize, separator: u8) -> Option<Value> {
    match byte(text, start) {
        quote @ (b'"' | b'\'' | b'`') => quoted(text, start + 1, quote, 0),
        b'\\' => escaped(text, start),
        b'{' | b'(' => None,
        b'[' => bracketed(text, start).or_else(|| listed(text, start)),
        _ => match wrapped_quote(text, start) {
            Some(quote) => escaped(text, quote),
            None => bare(text, start, separator),
        },
    }
}

/// Bytes that may stand around a value in quotes: `Some(Secret(`.
const WRAPPER: usize = 48;

/// Where the quote stands of `Some("..")`, `["..` and `b'..'`: what is in it is the value. What is
/// called begins with a capital, as in `Debug`; `env("..")` is source code.
fn wrapped_quote(text: &[u8], start: usize) -> Option<usize> {
    let rest = part(text, start, text.len().min(start + WRAPPER));
    let inside =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'(' | b'[');
    let length = rest.iter().take_while(|byte| inside(byte)).count();
    let mut words = rest
        .get(..length)?
        .rsplit(|byte| matches!(byte, b'(' | b'['));
    let literal = words.next()?;
    let mut wraps = false;
    for word in words {
        wraps = true;
        if word
            .first()
            .is_some_and(|first| !first.is_ascii_uppercase())
        {
            return None;
        }
    }
    let opened = literal.is_empty() && wraps || is_literal(literal);
    (opened && opening(text, start + length).is_some()).then_some(start + length)
}

/// `\"..\"`: a text within a text.
pub(super) fn escaped(text: &[u8], start: usize) -> Option<Value> {
    let (quote, slashes) = opening(text, start)?;
    quoted(text, start + slashes + 1, quote, slashes)
}

/// The quote at `start`, behind so many backslashes.
fn opening(text: &[u8], start: usize) -> Option<(u8, usize)> {
    let rest = part(text, start, text.len().min(start + 8));
    let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    let quote = byte(text, start + slashes);
    matches!(quote, b'"' | b'\'').then_some((quote, slashes))
}

/// Bytes of a list of texts that are one value.
const LIST: usize = 512;

/// `["..", ".."]`: from the first of its texts to the end of the last.
fn listed(text: &[u8], start: usize) -> Option<Value> {
    let quote = wrapped_quote(text, start)?;
    let first = escaped(text, quote)?;
    let (quote, slashes) = opening(text, quote)?;
    let mut last = first;
    while last.end - start < LIST {
        let next = last.end + slashes + 1;
        let gap = part(text, next, text.len().min(next + 2));
        let comma = gap.iter().take_while(|byte| matches!(byte, b',' | b' '));
        let next = next + comma.count();
        let goes_on = gap.first() == Some(&b',') && opening(text, next) == Some((quote, slashes));
        match goes_on
            .then(|| quoted(text, next + slashes + 1, quote, slashes))
            .flatten()
        {
            Some(more) => last = more,
            None => break,
        }
    }
    Some(Value {
        end: last.end,
        ..first
    })
}

/// Up to the same quote behind as many backslashes; without one, up to the end of the line.
fn quoted(text: &[u8], start: usize, quote: u8, slashes: usize) -> Option<Value> {
    let mut at = start;
    let end = loop {
        let rest = text.get(at..)?;
        let Some(next) = memchr3(quote, b'\n', b'\\', rest) else {
            break text.len();
        };
        at += next;
        if byte(text, at) != b'\\' {
            if slashes == 0 && is_doubled(text, start, at) {
                at += 2;
                continue;
            }
            break at;
        }
        let run = text
            .get(at..)?
            .iter()
            .take_while(|byte| **byte == b'\\')
            .count();
        let closes = byte(text, at + run) == quote && run <= slashes;
        if closes {
            break at;
        }
        // An odd number of them hides what follows.
        at += run + usize::from(slashes > 0 || run % 2 == 1);
    };
    let end = end.min(text.len());
    let inside = part(text, start, end);
    let (kept, scheme) = scheme(inside, end - start);
    is_value(part(text, start + kept, end)).then_some(Value {
        start: start + kept,
        end,
        scheme,
        bare: false,
    })
}

/// Whether the quote at `at` stands for itself, as in the `'it''s'` of SQL.
pub(super) fn is_doubled(text: &[u8], start: usize, at: usize) -> bool {
    at > start && byte(text, at) == b'\'' && byte(text, at + 1) == b'\''
}

/// `[PASSWORD]` is what a masker wrote; another bracket is a structure.
fn bracketed(text: &[u8], start: usize) -> Option<Value> {
    let rest = part(text, start + 1, text.len().min(start + 72));
    let close = memchr(b']', rest)?;
    let inside = rest.get(..close)?;
    let name = inside
        .iter()
        .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-' | b' '));
    (name && !inside.is_empty()).then_some(Value::plain(start, start + close + 2))
}

fn bare(text: &[u8], start: usize, separator: u8) -> Option<Value> {
    let end = word_end(text, start);
    let word = part(text, start, end);
    let is_scheme = |known: &[&[u8]]| known.iter().any(|known| word.eq_ignore_ascii_case(known));
    if byte(text, end) == b' ' {
        let start = end + 1;
        let end = if is_scheme(SCHEMES) {
            Some(trimmed(text, start, word_end(text, start)))
        } else if is_scheme(LISTS) {
            Some(line_end(text, start))
        } else {
            None
        };
        if let Some(end) = end.filter(|end| is_value(part(text, start, *end))) {
            return Some(Value {
                start,
                end,
                scheme: true,
                bare: false,
            });
        }
    }
    let end = trimmed(text, start, end);
    let value = part(text, start, end);
    let typed = separator == b':' && is_type(value);
    (is_value(value) && !typed).then_some(Value {
        bare: true,
        ..Value::plain(start, end)
    })
}

fn line_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let stop = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    stop.map_or(text.len(), |length| start + length)
}

/// How much of a quoted value is the name of a scheme.
fn scheme(value: &[u8], length: usize) -> (usize, bool) {
    let word = value
        .iter()
        .take(20)
        .take_while(|byte| !byte.is_ascii_whitespace())
        .count();
    let known = SCHEMES
        .iter()
        .chain(LISTS)
        .any(|known| part(value, 0, word).eq_ignore_ascii_case(known));
    if known && byte(value, word) == b' ' && word + 1 < length {
        (word + 1, true)
    } else {
        (0, false)
    }
}

/// The end of a value without quotes that goes on at `from`.
pub(super) fn bare_end(text: &[u8], from: usize) -> usize {
    trimmed(text, from, word_end(text, from))
}

/// To white space, or to what ends a value within a line.
fn word_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let stop = rest.iter().position(|byte| is_break(*byte));
    let word = rest.get(..stop.unwrap_or(rest.len())).unwrap_or_default();
    start + escaped_line_end(word)
}

/// Where a text within a text breaks its line before the next name, as in `key\n\npassword:`. A
/// backslash elsewhere may be part of the value.
fn escaped_line_end(word: &[u8]) -> usize {
    let Some((b':' | b'=', rest)) = word.split_last() else {
        return word.len();
    };
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let name = rest.iter().rev().take_while(is_name).count();
    // Besides the letter behind the backslash.
    if name < 2 {
        return word.len();
    }
    let (mut before, mut behind) = rest.split_at(rest.len() - name);
    let mut end = word.len();
    while let (Some(b'n' | b'r' | b't'), Some((b'\\', _))) = (behind.first(), before.split_last()) {
        let slashes = before.iter().rev().take_while(|byte| **byte == b'\\');
        end = before.len() - slashes.count();
        (before, behind) = before
            .get(..end)
            .unwrap_or_default()
            .split_at(end.saturating_sub(1));
    }
    if end == 0 { word.len() } else { end }
}

fn is_break(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'&' | b'"' | b'\'' | b'<' | b'`')
}

/// Without `, ; ) ] }` at the end of a word; what begins with a bracket may be a mask in one.
fn trimmed(text: &[u8], start: usize, mut end: usize) -> usize {
    if matches!(byte(text, start), b'(' | b'[' | b'{') {
        return end;
    }
    while end > start
        && matches!(
            byte(text, end - 1),
            b',' | b';' | b')' | b']' | b'}' | b'\\'
        )
    {
        end -= 1;
    }
    end
}

fn is_value(value: &[u8]) -> bool {
    !value.is_empty() && !is_nothing(value) && (!is_stars(value) || value == HIDDEN)
}

/// What says that there is no value.
fn is_nothing(word: &[u8]) -> bool {
    matches!(
        word,
        b"null"
            | b"nil"
            | b"none"
            | b"undefined"
            | b"true"
            | b"false"
            | b"NULL"
            | b"None"
            | b"True"
            | b"False"
            | b"yes"
            | b"no"
            | b"YES"
            | b"NO"
            | b"required"
            | b"enabled"
            | b"disabled"
    )
}

/// What says of which type the value will be.
pub(super) fn is_type(word: &[u8]) -> bool {
    matches!(
        word,
        b"string"
            | b"String"
            | b"str"
            | b"Option"
            | b"Vec"
            | b"Box"
            | b"Arc"
            | b"Cow"
            | b"Self"
            | b"PhantomPinned"
            | b"SecretString"
            | b"HeaderValue"
            | b"bool"
            | b"boolean"
            | b"char"
            | b"int"
            | b"integer"
            | b"number"
            | b"any"
            | b"bytes"
            | b"object"
            | b"u8"
            | b"u16"
            | b"u32"
            | b"u64"
            | b"u128"
            | b"usize"
            | b"i8"
            | b"i16"
            | b"i32"
            | b"i64"
            | b"isize"
    )
}

/// What marks a text literal of a programming language.
fn is_literal(word: &[u8]) -> bool {
    matches!(
        word,
        b"b" | b"r" | b"u" | b"f" | b"br" | b"rb" | b"E" | b"N"
    )
}
