//! Private keys in PEM. Public keys and certificates stay.

use memchr::memmem;

use super::class::{STD, is};
use crate::mask::finding::Found;
use crate::mask::rules::Scope;
use crate::mask::{Confidence, Kind};

/// Bytes of the longest label, `PGP PRIVATE KEY BLOCK` and longer.
const LABEL: usize = 40;
/// Bytes between the first line and the body: a break, and the quotes of a source that has the
/// key line by line.
const GLUE: usize = 32;
/// Characters of the shortest first word of a body that is not the end of the text.
const WORD: usize = 16;
/// Bytes of the longest last line.
const LAST_LINE: usize = 64;

/// Whether a first line may begin at the fourth dash of a run: `-----B`, `---- B`.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    matches!(
        text.get(at..at.saturating_add(3)),
        Some([b'-', b'-' | b' ', b'B'])
    )
}

/// The private key whose first line has its fourth dash at `at`. One without an end reaches to
/// the end of the text: it is cut off.
pub(crate) fn pem_at(scope: Scope<'_>, at: usize) -> Option<Found> {
    let Scope { text, floor, rules } = scope;
    let start = at.checked_sub(3)?;
    if start < floor || !rules.on.contains(Kind::PrivateKey) || !filter(text, at) {
        return None;
    }
    let body = behind_first_line(text, at + 2)?;
    if !is_body(text.get(body..)?) {
        return None;
    }
    // `---- BEGIN SSH2 ..` ends in `---- END SSH2 ..`.
    let last = match text.get(at + 1) {
        Some(b' ') => *b"---- END",
        _ => *b"-----END",
    };
    let end = end(text, body, last);
    let found = Found::new(Kind::PrivateKey, start..end, Confidence::High);
    Some(found)
}

/// The end of `BEGIN .. PRIVATE KEY ..-----`.
fn behind_first_line(text: &[u8], at: usize) -> Option<usize> {
    let label = text.get(at..)?.strip_prefix(b"BEGIN ")?;
    let label = label.get(..LABEL).unwrap_or(label);
    let length = label.iter().position(|&byte| byte == b'-')?;
    let label = label.get(..length)?;
    memmem::find(label, b"PRIVATE KEY")?;
    let dashes = text.get(at + 6 + length..)?;
    let dashes = dashes.iter().take(5).take_while(|&&byte| byte == b'-');
    let count = dashes.count();
    (count >= 4).then_some(at + 6 + length + count)
}

/// Whether a key follows, and not the rest of a sentence that names the line.
fn is_body(text: &[u8]) -> bool {
    let at = behind_glue(text);
    let rest = text.get(at..).unwrap_or_default();
    let word = rest.iter().take(WORD);
    let length = word.take_while(|&&byte| is(byte, STD)).count();
    let ends = at + length >= text.len();
    ends || length == WORD || is_header(rest)
}

/// White space, its escapes, and the quotes and commas of a list of lines.
fn behind_glue(text: &[u8]) -> usize {
    let mut at = 0;
    while at < GLUE {
        at += match text.get(at..) {
            Some([b'\\', b'n' | b'r' | b't', ..]) => 2,
            Some(
                [
                    b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b',' | b'+' | b'\\',
                    ..,
                ],
            ) => 1,
            _ => break,
        };
    }
    at
}

/// `Proc-Type: 4,ENCRYPTED` and its like.
fn is_header(text: &[u8]) -> bool {
    [&b"Proc-Type:"[..], b"DEK-Info:", b"Version:", b"Comment:"]
        .iter()
        .any(|name| text.starts_with(name))
}

/// The end of the last line's dashes.
fn end(text: &[u8], body: usize, last: [u8; 8]) -> usize {
    let rest = text.get(body..).unwrap_or_default();
    let Some(begin) = memmem::find(rest, &last) else {
        return text.len();
    };
    let label = body + begin + last.len();
    let line = text.get(label..).unwrap_or_default();
    let line = line.get(..LAST_LINE).unwrap_or(line);
    let dash = |byte: &u8| *byte == b'-';
    let Some(first) = line.iter().position(dash) else {
        // Cut off within the last line.
        let letter = |byte: &&u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b' ');
        return label + line.iter().take_while(letter).count();
    };
    let dashes = line.iter().skip(first).take_while(|byte| dash(byte));
    label + first + dashes.count()
}
