//! Up to where text may be written before all of it is known.

use crate::mask::finding::Found;

/// A line that is longer is written in parts.
pub(super) const LONG: usize = 4096;
/// A line of cookies is longer only if no browser sends it, and is one thing to the scan.
const COOKIES: usize = 16 * 1024 + LONG;
/// What stays of such a line: no kind with a bounded length is longer.
const KEEP: usize = 600;
/// So far behind the end of a finding nothing decides over its end any more.
const SETTLED: usize = 64;
/// So far before a finding the name may begin that tells it.
const NAME: usize = 96;

/// What is known of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// It is final up to here.
    At(usize),
    /// It is final up to this finding, whose end is too far away to wait for.
    Open(Found),
}

/// Where `text` is final; of what starts at `from`, `found` was found.
pub(super) fn cut(text: &[u8], from: usize, found: &[Found]) -> Cut {
    let lines = match text
        .get(from..)
        .and_then(|held| memchr::memrchr(b'\n', held))
    {
        Some(newline) => from + newline + 1,
        None => from,
    };
    let lines = before_finding(lines, found);
    let held = text.get(lines..).unwrap_or_default();
    if held.len() <= LONG || held.len() <= COOKIES && has_cookies(held) {
        Cut::At(lines)
    } else {
        long(text, lines, found)
    }
}

/// Whether `Cookie:` or `Set-Cookie:` stands in the text.
fn has_cookies(text: &[u8]) -> bool {
    memchr::memmem::find_iter(text, b"ookie").any(|at| {
        let behind = text.get(at + 5..).unwrap_or_default();
        behind.starts_with(b":") || behind.starts_with(b"\":")
    })
}

/// Whether no text that follows changes where `found` ends.
fn is_settled(text: &[u8], found: &Found) -> bool {
    let behind = text.get(found.end..).unwrap_or_default();
    behind.len() >= SETTLED || behind.contains(&b'\n')
}

/// Findings are not written in parts, and one that has the end of the line in it may go on: a
/// private key reaches to the end of the text until its last line is there.
fn before_finding(end: usize, found: &[Found]) -> usize {
    let across = found
        .iter()
        .find(|found| found.start < end && end <= found.end);
    across.map_or(end, |found| found.start)
}

/// Where a part of a long line ends.
fn long(text: &[u8], from: usize, found: &[Found]) -> Cut {
    let limit = text.len().saturating_sub(KEEP);
    let across = found
        .iter()
        .find(|found| found.start < limit && limit < found.end);
    if let Some(across) = across {
        return if is_settled(text, across) {
            Cut::At(across.end)
        } else {
            Cut::Open(*across)
        };
    }
    let floor = found.iter().rev().find(|found| found.end <= limit);
    let floor = floor.map_or(from, |found| found.end.max(from));
    let next = found.iter().find(|found| found.start >= limit);
    let most = next.map_or(limit, |next| limit.min(next.start.saturating_sub(NAME)));
    let gap = (floor + 1..=most).rev().find(|&at| is_gap(text, floor, at));
    match gap {
        Some(gap) => Cut::At(gap),
        // Where a finding ends, another search begins in any case.
        None if floor > from => Cut::At(floor),
        None => Cut::At(whole_character(text, floor, limit)),
    }
}

/// Whether nothing that is looked for can stand on both sides of `at`: a letter or a quote begins
/// there, behind a space or a comma that follows a word.
fn is_gap(text: &[u8], floor: usize, at: usize) -> bool {
    let begins = text
        .get(at)
        .is_some_and(|next| next.is_ascii_alphabetic() || *next == b'"');
    let before = text.get(floor..at).unwrap_or_default();
    let mut back = before.iter().rev();
    let separated = back
        .next()
        .is_some_and(|last| matches!(last, b' ' | b',' | b';'));
    let word = back.find(|&&byte| byte != b' ');
    begins
        && separated
        && word.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'}' | b']'))
}

/// `limit`, or a little before it, so that no character is torn.
fn whole_character(text: &[u8], floor: usize, limit: usize) -> usize {
    let continues = |at: usize| text.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    (limit.saturating_sub(3).max(floor + 1)..=limit)
        .rev()
        .find(|&at| !continues(at))
        .unwrap_or(limit)
}
