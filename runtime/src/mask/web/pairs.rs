//! `a=b&c=d`: queries, forms, and what looks like them behind a `#`.

use std::ops::Range;

use super::text::{Output, decoded};
use crate::mask::Kind;

pub(super) fn masked(out: &mut Output<'_>, range: Range<usize>) {
    let mut start = range.start;
    if out.part(range.clone()).first() == Some(&b'?') {
        start += 1;
    }
    while start < range.end {
        let rest = out.part(start..range.end);
        let end = start + memchr::memchr(b'&', rest).unwrap_or(rest.len());
        pair(out, start..end);
        start = end + 1;
    }
}

fn pair(out: &mut Output<'_>, range: Range<usize>) {
    let Some(equals) = memchr::memchr(b'=', out.part(range.clone())) else {
        return out.read_encoded(range);
    };
    let name = range.start..range.start + equals;
    let value = name.end + 1..range.end;
    if out.reads_names() && is_secret(out, name.clone(), value.clone()) {
        out.hide(value, Kind::Password);
    } else {
        out.read_encoded(name);
        out.read_encoded(value);
    }
}

fn is_secret(out: &Output<'_>, name: Range<usize>, value: Range<usize>) -> bool {
    let name = decoded(out.part(name));
    if out.inner.rules.names.is_sensitive(&name) {
        return true;
    }
    if name.eq_ignore_ascii_case(b"code") {
        // The codes of OAuth are long, those of everything else are short.
        return value.len() >= 16;
    }
    is_signature(&name)
}

/// Who has it may do what the URL does.
fn is_signature(name: &[u8]) -> bool {
    let last = name
        .rsplit(|byte| *byte == b'-' || *byte == b'_')
        .next()
        .unwrap_or(name);
    last.eq_ignore_ascii_case(b"signature") || name.eq_ignore_ascii_case(b"sig")
}
