//! Cookies in the lines `Cookie:` and `Set-Cookie:` of a text.

use memchr::{memchr, memchr2, memchr3};

use super::class::{ALNUM, is};
use crate::mask::finding::Found;
use crate::mask::rules::Scope;
use crate::mask::{Confidence, Kind};

/// Bytes of the longest line that is read; browsers refuse longer ones.
const LINE: usize = 16 * 1024;
/// Bytes of the longest name of a cookie.
const NAME: usize = 48;

/// The end of the line of cookies whose colon is at `at`, if that is one.
pub(crate) fn cookie_line(text: &[u8], at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let before = before.strip_suffix(b"\"").unwrap_or(before);
    let (rest, word) = before.split_at_checked(before.len().checked_sub(6)?)?;
    // `Set-` may stand before it, and whatever is no letter.
    if !word.eq_ignore_ascii_case(b"cookie") || rest.last().is_some_and(|&byte| is(byte, ALNUM)) {
        return None;
    }
    let line = text.get(at + 1..)?;
    let line = line.get(..LINE).unwrap_or(line);
    let spaces = line.iter().take_while(|&&byte| byte == b' ').count();
    let quoted = line.get(spaces) == Some(&b'"');
    let from = spaces + usize::from(quoted);
    let value = line.get(from..)?;
    let end = if quoted {
        memchr3(b'"', b'\n', b'\r', value)
    } else {
        memchr2(b'\n', b'\r', value)
    };
    Some(at + 1 + from + end.unwrap_or(value.len()))
}

/// The value of the sensitive cookie whose `=` is at `at`. Only to be asked for within a
/// [`cookie_line`].
pub(crate) fn cookie_at(scope: Scope<'_>, at: usize) -> Option<Found> {
    let Scope { text, floor, rules } = scope;
    let name = name(text, at, floor)?;
    if !rules.on.contains(Kind::Cookie) || !rules.names.is_sensitive_cookie(name) {
        return None;
    }
    let (start, end) = value(text, at + 1)?;
    Some(Found::new(Kind::Cookie, start..end, Confidence::High))
}

/// The name before the `=`, which begins the line or follows a `;`.
fn name(text: &[u8], at: usize, floor: usize) -> Option<&[u8]> {
    let from = floor.max(at.saturating_sub(NAME));
    let before = text.get(from..at)?;
    let ends = |byte: &u8| {
        matches!(
            byte,
            b' ' | b';' | b':' | b'"' | b'\'' | b',' | b'\n' | b'='
        )
    };
    let start = before.iter().rposition(ends).map_or(0, |at| at + 1);
    before.get(start..).filter(|name| !name.is_empty())
}

/// The value behind the `=`, without its quotes; what is masked already is none.
fn value(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let quoted = rest.first() == Some(&b'"');
    let start = at + usize::from(quoted);
    let value = text.get(start..)?;
    let value = value.get(..LINE).unwrap_or(value);
    let length = if quoted {
        memchr(b'"', value)?
    } else {
        let ends =
            |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b';' | b'"' | b'\'' | b',');
        value.iter().position(ends).unwrap_or(value.len())
    };
    let masked = value.iter().take(length).all(|&byte| byte == b'*');
    (!masked).then_some((start, start + length))
}
