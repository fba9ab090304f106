//! The parts of a URL.

use std::ops::Range;

use super::pairs;
use super::text::Output;
use crate::mask::Kind;

pub(super) fn masked(out: &mut Output<'_>, range: Range<usize>) {
    let url = out.part(range.clone());
    let fragment = range.start + memchr::memchr(b'#', url).unwrap_or(url.len());
    let query = memchr::memchr(b'?', out.part(range.start..fragment))
        .map_or(fragment, |found| range.start + found);
    let path = authority(out, range.start..query);
    out.read_encoded(path..query);
    if query < fragment {
        pairs::masked(out, query + 1..fragment);
    }
    if fragment < range.end {
        behind_the_hash(out, fragment + 1..range.end);
    }
}

/// Hides the user and the password; gives where the host begins, or the path.
fn authority(out: &mut Output<'_>, range: Range<usize>) -> usize {
    let url = out.part(range.clone());
    let Some(start) = memchr::memmem::find(url, b"//") else {
        return range.start;
    };
    // Behind a scheme, or at the beginning.
    if start > 0 && url.get(start - 1) != Some(&b':') {
        return range.start;
    }
    let start = range.start + start + 2;
    let rest = out.part(start..range.end);
    let length = memchr::memchr(b'/', rest).unwrap_or(rest.len());
    let at = memchr::memrchr(b'@', out.part(start..start + length));
    match at {
        Some(at) if out.inner.rules.on.contains(Kind::UrlCredentials) => {
            out.hide(start..start + at, Kind::UrlCredentials);
            start + at
        }
        _ => range.start,
    }
}

/// Tokens stand there as in a query; some programs have a path and a query of their own there.
fn behind_the_hash(out: &mut Output<'_>, range: Range<usize>) {
    let text = out.part(range.clone());
    let query = memchr::memchr(b'?', text).map_or(0, |found| found + 1);
    if query > 0 {
        out.read_encoded(range.start..range.start + query - 1);
    }
    let pairs = range.start + query..range.end;
    if memchr::memchr(b'=', out.part(pairs.clone())).is_some() {
        pairs::masked(out, pairs);
    } else {
        out.read_encoded(pairs);
    }
}
