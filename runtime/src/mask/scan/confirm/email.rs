//! E-mail addresses, from their `@`.

use super::{byte, is_word, part};
use crate::mask::Kind;
use crate::mask::finding::{Confidence, Found};
use crate::mask::rules::Scope;

/// The longest local part. A mailbox has 64 bytes at most; what is longer than this is no address.
pub(super) const LOCAL: usize = 256;
/// The longest domain.
const DOMAIN: usize = 255;

/// Endings of file names that are no top-level domains: `icon@2x.png`.
const FILES: &[&[u8]] = &[
    b"avif", b"bmp", b"cjs", b"css", b"gif", b"htm", b"html", b"ico", b"jpeg", b"jpg", b"js",
    b"json", b"jsx", b"lock", b"mjs", b"pdf", b"png", b"scss", b"svg", b"tgz", b"toml", b"ts",
    b"tsx", b"txt", b"webp", b"woff", b"xml", b"yaml", b"yml",
];

/// Whether what stands behind the `@` at `at` can be a domain or a host: not if it is too short
/// before another `@`, behind which credentials would end.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    const NEAR: usize = 7;
    if !matches!(byte(text, at + 1), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'@' | 0x80..)
    {
        return false;
    }
    let mut dotted = false;
    let mut label = 0_u32;
    for next in text.iter().skip(at + 1).take(NEAR) {
        match next {
            b'.' => (dotted, label) = (true, 0),
            b'@' => return dotted && label > 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => label += 1,
            _ => return true,
        }
    }
    true
}

/// The address whose `@` stands at `at`.
pub(crate) fn at(scope: Scope<'_>, at: usize) -> Option<Found> {
    if !scope.rules.on.contains(Kind::Email) {
        return None;
    }
    let end = masked_domain(scope.text, at + 1).or_else(|| domain(scope.text, at + 1))?;
    let start = local(scope, at)?;
    let local = part(scope.text, start, at);
    if local == b"git" && byte(scope.text, end) == b':' {
        return None;
    }
    Some(Found::new(Kind::Email, start..end, Confidence::High))
}

/// A domain that was hidden: `j***@***`.
pub(super) fn masked_domain(text: &[u8], from: usize) -> Option<usize> {
    let end = from + 3;
    (part(text, from, end) == b"***" && byte(text, end) != b'*').then_some(end)
}

/// The end of the longest domain that begins at `from`.
pub(super) fn domain(text: &[u8], from: usize) -> Option<usize> {
    let limit = text.len().min(from + DOMAIN);
    let mut label = from;
    let mut end = None;
    let mut labels = 0_u32;
    loop {
        let stop = label_end(text, label, limit);
        let this = part(text, label, stop);
        if this.is_empty() || this.starts_with(b"-") || this.ends_with(b"-") {
            return end;
        }
        if labels > 0 && is_top(this) && !is_word(byte(text, stop)) {
            end = Some(stop);
        } else if labels > 0 && FILES.iter().any(|file| this.eq_ignore_ascii_case(file)) {
            // `lib@1.x.tar.js`: what was taken for a domain so far is the name of a file.
            return None;
        }
        if byte(text, stop) != b'.' {
            return end;
        }
        labels += 1;
        label = stop + 1;
    }
}

fn label_end(text: &[u8], from: usize, limit: usize) -> usize {
    let rest = part(text, from, limit);
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte >= 0x80;
    from + rest.iter().take_while(|byte| inside(byte)).count()
}

/// A label that ends domains: letters, or what stands for letters outside of ASCII.
fn is_top(label: &[u8]) -> bool {
    if label.len() < 2 || FILES.iter().any(|file| label.eq_ignore_ascii_case(file)) {
        return false;
    }
    label
        .get(..4)
        .is_some_and(|four| four.eq_ignore_ascii_case(b"xn--"))
        || label
            .iter()
            .all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
}

/// Where the local part before the `@` at `at` begins.
fn local(scope: Scope<'_>, at: usize) -> Option<usize> {
    let floor = scope.floor;
    let mut start = at;
    let mut ascii = false;
    while start > floor {
        if at - start > LOCAL {
            return None;
        }
        let last = byte(scope.text, start - 1);
        if last < 0x80 {
            if !is_atom(last) {
                break;
            }
            ascii = true;
            start -= 1;
        } else {
            let (first, latin) = character(scope.text, start, floor);
            // `はjohn@example.com`: a writing without spaces ends where the address begins.
            if ascii && !latin {
                break;
            }
            start = first;
        }
    }
    // An escape (`\njohn@..`) is no letter of the name.
    if start > 0
        && byte(scope.text, start - 1) == b'\\'
        && matches!(byte(scope.text, start), b'n' | b't' | b'r')
    {
        start += 1;
    }
    if let Some(marks) = masked_local(part(scope.text, start, at)) {
        return Some(start + marks);
    }
    while start < at && !is_word(byte(scope.text, start)) {
        start += 1;
    }
    (start < at && byte(scope.text, at - 1) != b'.').then_some(start)
}

/// The marks before the `***` of an address that is masked, if nothing else is.
pub(super) fn masked_local(local: &[u8]) -> Option<usize> {
    let (marks, stars) = local.split_last_chunk::<3>()?;
    let is_mark = |byte: &u8| !is_word(*byte) && *byte != b'*';
    (stars == b"***" && marks.iter().all(is_mark)).then_some(marks.len())
}

/// What may stand in a local part. Not `= ? & / ' { } |`, or `email=joe@..` would be one.
pub(super) fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'.' | b'_' | b'-' | b'+' | b'%' | b'*' | b'!' | b'#' | b'$' | b'^' | b'~' | b'`'
        )
}

/// The beginning of the character that ends before `end`, and whether it is Latin or a mark on it.
fn character(text: &[u8], end: usize, floor: usize) -> (usize, bool) {
    let mut first = end - 1;
    while first > floor && end - first < 4 && byte(text, first) & 0xC0 == 0x80 {
        first -= 1;
    }
    let latin = match byte(text, first) {
        0xC3..=0xC9 | 0xCC => true,
        0xCD => byte(text, first + 1) <= 0xAF,
        0xE1 => matches!(byte(text, first + 1), 0xB8..=0xBB),
        _ => false,
    };
    if byte(text, first) < 0x80 {
        // Not UTF-8: the byte stands alone.
        return (end - 1, false);
    }
    (first, latin)
}
