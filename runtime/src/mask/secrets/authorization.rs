//! What follows `Bearer` and `Basic`.

use super::class::{self, ALNUM, ANY, URL};
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
    let inner = |&&byte: &&u8| class::is(byte, ANY) || byte == b'~';
    let length = rest.iter().take_while(inner).count();
    let dots = rest.get(..length)?.iter().rev();
    let dots = dots.take_while(|&&byte| byte == b'.').count();
    let credentials = rest.get(..length - dots)?;
    if rest.get(length) == Some(&b'@') && is_written(rest, length) {
        return None;
    }
    looks_random(credentials).then_some(start + credentials.len())
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

/// Prose has words there ("basic authentication-methods"): small letters, with a capital at most
/// at the start of each.
fn looks_random(credentials: &[u8]) -> bool {
    let inner_capital = credentials
        .windows(2)
        .any(|pair| matches!(pair, [b'a'..=b'z' | b'A'..=b'Z', b'A'..=b'Z']));
    inner_capital
        || credentials
            .iter()
            .any(|byte| byte.is_ascii_digit() || matches!(byte, b'=' | b'+' | b'~'))
}
