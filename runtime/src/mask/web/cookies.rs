//! `Cookie: a=b; c=d` and `Set-Cookie: a=b; Path=/`.

#![cfg_attr(
    not(feature = "http"),
    expect(dead_code, reason = "headers are of the `http` crate")
)]

use std::ops::Range;

use super::text::Output;
use crate::mask::Kind;

/// The value of a `Cookie` header.
pub(super) fn cookie(out: &mut Output<'_>, range: Range<usize>) {
    let mut start = range.start;
    while start < range.end {
        let rest = out.part(start..range.end);
        let end = start + memchr::memchr(b';', rest).unwrap_or(rest.len());
        pair(out, start..end);
        start = end + 1;
    }
}

/// The value of a `Set-Cookie` header: a cookie, and what is said of it.
pub(super) fn set_cookie(out: &mut Output<'_>, range: Range<usize>) {
    let text = out.part(range.clone());
    let end = range.start + memchr::memchr(b';', text).unwrap_or(text.len());
    pair(out, range.start..end);
    out.read(end..range.end);
}

fn pair(out: &mut Output<'_>, range: Range<usize>) {
    let Some(equals) = memchr::memchr(b'=', out.part(range.clone())) else {
        return out.read_encoded(range);
    };
    let name = range.start..range.start + equals;
    let value = name.end + 1..range.end;
    let on = out.inner.rules.on.contains(Kind::Cookie);
    let is_empty = out.part(value.clone()).trim_ascii().is_empty();
    if on && !is_empty && out.inner.rules.names.is_sensitive_cookie(out.part(name)) {
        out.hide(value, Kind::Cookie);
    } else {
        out.read_encoded(value);
    }
}
