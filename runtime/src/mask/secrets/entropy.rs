//! Long mixed runs of letters and digits, as keys of programming interfaces are.

use super::class::{self, ALNUM, HEX_ANY, URL, is_at};

/// Characters of the shortest run, and of the shortest stretch in it without `_` and `-`.
const SHORTEST: usize = 20;
const STRETCH: usize = 16;
/// Characters of the shortest stretch that has letters of one case only.
const ONE_CASE: usize = 32;
/// Characters of the shortest stretch that has one number only: identifiers often have one.
const ONE_NUMBER: usize = 28;
/// Longer ones are data.
const LONGEST: usize = 256;

/// The end of the run at `start`, if it is random.
pub(super) fn end(text: &[u8], start: usize) -> Option<usize> {
    let length = class::count(text, start, URL, LONGEST + 1);
    let end = start + length;
    if !(SHORTEST..=LONGEST).contains(&length) || is_data(text, start, end) {
        return None;
    }
    let run = text.get(start..end)?;
    if run.starts_with(b"sha256-") || run.starts_with(b"sha384-") || run.starts_with(b"sha512-") {
        return None;
    }
    let mut stretches = run.split(|byte| !class::is(*byte, ALNUM));
    stretches.any(is_random).then_some(end)
}

/// Whether the run is a piece of something longer: base64 of a file, a path, a dotted name. What
/// is masked of it counts as it did before.
fn is_data(text: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    let after = text.get(end);
    let joins = |byte: Option<&u8>| matches!(byte, Some(b'+' | b'/' | b'\\' | b'@' | b'*'));
    let encoded = text
        .get(..start)
        .is_some_and(|before| before.ends_with(b"base64,"));
    let dotted =
        after == Some(&b'.') && (is_at(text, end + 1, ALNUM) || text.get(end + 1) == Some(&b'*'));
    joins(before) || joins(after) || encoded || dotted
}

/// Whether the classes of the characters change as often as chance has it. Words of identifiers
/// are longer; capitals belong to the small letters that follow them.
fn is_random(stretch: &[u8]) -> bool {
    let length = stretch.len();
    if length < STRETCH || is_known(stretch) {
        return false;
    }
    let mut words = 0;
    let mut numbers = 0;
    let mut last = b' ';
    for &byte in stretch {
        let starts = match byte {
            b'0'..=b'9' => !last.is_ascii_digit(),
            b'a'..=b'z' => !last.is_ascii_alphabetic(),
            _ => !last.is_ascii_uppercase(),
        };
        words += usize::from(starts);
        numbers += usize::from(starts && byte.is_ascii_digit());
        last = byte;
    }
    let has = |class: fn(&u8) -> bool| stretch.iter().any(class);
    let cases = usize::from(has(u8::is_ascii_lowercase)) + usize::from(has(u8::is_ascii_uppercase));
    let mixed = cases == 2 || (cases == 1 && length >= ONE_CASE);
    let numbered = numbers >= 2 || (numbers == 1 && length >= ONE_NUMBER);
    mixed && numbered && words * 7 >= length * 2
}

/// Digests, numbers, and identifiers that sort by time.
fn is_known(stretch: &[u8]) -> bool {
    let hex = stretch.strip_prefix(b"0x").unwrap_or(stretch);
    let ulid = stretch.len() == 26 && stretch.iter().all(|byte| is_crockford(*byte));
    ulid || hex.iter().all(|&byte| class::is(byte, HEX_ANY))
}

/// The alphabet of ULIDs: no I, L, O and U.
fn is_crockford(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'Z') && !b"ILOU".contains(&byte)
}
