//! What follows `Bearer` and `Basic`.

use super::class::{self, ALNUM, URL};
use crate::mask::pseudonym::is_pseudonym;

/// Spaces between the scheme and what follows.
const SPACES: usize = 4;

/// Whether a scheme may stand before `start`.
#[inline]
pub(super) fn may_be(text: &[u8], start: usize) -> bool {
    let before = start.checked_sub(2).and_then(|at| text.get(at..start));
    matches!(before, Some([b'r' | b'R' | b'c' | b'C' | b' ', b' ']))
}

/// The end of the credentials that begin at `start`, if a scheme stands before them.
pub(super) fn end(text: &[u8], start: usize) -> Option<usize> {
    if !may_be(text, start) {
        return None;
    }
    let before = text.get(..start)?;
    let spaces = before.iter().rev().take(SPACES);
    let spaces = spaces.take_while(|&&byte| byte == b' ').count();
    let before = before.get(..start - spaces)?;
    if spaces == 0 || !(ends_in_word(before, b"bearer") || ends_in_word(before, b"basic")) {
        return None;
    }
    let rest = text.get(start..)?;
    let (length, random) = credentials(rest);
    if !random || rest.get(length) == Some(&b'@') && is_written(rest, length) {
        return None;
    }
    let dots = rest.get(..length)?.iter().rev();
    let dots = dots.take_while(|&&byte| byte == b'.').count();
    Some(start + length - dots)
}

/// Whether a pseudonym stands there, whose name and digits have that length.
fn is_written(text: &[u8], length: usize) -> bool {
    let id = class::count(text, length + 1, URL, usize::MAX);
    text.get(..length + 1 + id).is_some_and(is_pseudonym)
}

/// Whether `text` ends in the word, in upper or lower case.
fn ends_in_word(text: &[u8], word: &[u8]) -> bool {
    let Some(border) = text.len().checked_sub(word.len()) else {
        return false;
    };
    let (before, last) = text.split_at(border);
    last.eq_ignore_ascii_case(word) && !before.last().is_some_and(|&byte| class::is(byte, ALNUM))
}

/// How many characters of credentials stand at the beginning, and whether they look random. Prose
/// has words there ("basic authentication-methods"): small letters, with a capital at most at the
/// start of each.
fn credentials(text: &[u8]) -> (usize, bool) {
    let mut random = false;
    let mut behind_letter = false;
    for (length, &byte) in text.iter().enumerate() {
        let (letter, other) = match byte {
            b'a'..=b'z' => (true, false),
            b'A'..=b'Z' => (true, behind_letter),
            b'0'..=b'9' | b'=' | b'+' | b'~' => (false, true),
            b'/' | b'-' | b'_' | b'.' => (false, false),
            _ => return (length, random),
        };
        random |= other;
        behind_letter = letter;
    }
    (text.len(), random)
}
