//! `00:1a:2b:3c:4d:5e`, `00-1A-2B-3C-4D-5E`, `001a.2b3c.4d5e`.

use super::{byte, byte_before, is_glued, is_word};

/// Where the address that begins at `start` ends.
pub(super) fn end(text: &[u8], floor: usize, start: usize) -> Option<usize> {
    let end = pairs(text, start).or_else(|| triples(text, start))?;
    let alone = !is_glued(text, floor, start)
        && !is_sign_and_more(byte_before(text, start, 1), byte_before(text, start, 2))
        && !is_word(byte(text, end))
        && !is_sign_and_more(byte(text, end), byte(text, end + 1));
    let written = text.get(start..end)?;
    // The broadcast address is nobody's.
    let broadcast = written
        .iter()
        .all(|byte| matches!(byte, b'f' | b'F' | b':' | b'-' | b'.'));
    (alone && !broadcast).then_some(end)
}

/// More of the same behind it, or a mask that may stand for it.
fn is_sign_and_more(sign: u8, next: u8) -> bool {
    matches!(sign, b':' | b'-' | b'.') && (next.is_ascii_hexdigit() || next == b'*')
}

fn pairs(text: &[u8], start: usize) -> Option<usize> {
    let sign = byte(text, start + 2);
    let fits = matches!(sign, b':' | b'-') && groups(text, start, sign, 2, 6);
    fits.then_some(start + 17)
}

fn triples(text: &[u8], start: usize) -> Option<usize> {
    groups(text, start, b'.', 4, 3).then_some(start + 14)
}

/// So many groups of so many digits, with the sign between.
fn groups(text: &[u8], start: usize, sign: u8, digits: usize, count: usize) -> bool {
    let width = digits + 1;
    (0..count * width - 1).all(|at| {
        let byte = byte(text, start + at);
        if at % width == digits {
            byte == sign
        } else {
            byte.is_ascii_hexdigit()
        }
    })
}
