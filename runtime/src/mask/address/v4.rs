//! `192.168.0.1`, `10.0.0.0/8`.

use super::{byte, byte_before, is_glued, is_word, prefix};

/// Where the address that begins at `start` ends.
pub(super) fn end(text: &[u8], floor: usize, start: usize) -> Option<usize> {
    if is_glued(text, floor, start) || follows_number(text, start) {
        return None;
    }
    let end = quad(text, start)?;
    (!is_word(byte(text, end))).then(|| prefix(text, end, 32))
}

/// `1.` before it: the middle of something longer. A star may stand for the digit.
fn follows_number(text: &[u8], start: usize) -> bool {
    let last = byte_before(text, start, 2);
    byte_before(text, start, 1) == b'.' && (last.is_ascii_digit() || last == b'*')
}

/// Four numbers up to 255 with dots between.
pub(super) fn quad(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    for index in 0..4 {
        if index > 0 {
            if byte(text, at) != b'.' {
                return None;
            }
            at += 1;
        }
        at = number(text, at)?;
    }
    Some(at)
}

fn number(text: &[u8], start: usize) -> Option<usize> {
    let mut value = 0_u32;
    let mut at = start;
    while byte(text, at).is_ascii_digit() {
        if at == start + 3 {
            return None;
        }
        value = value * 10 + u32::from(byte(text, at) - b'0');
        at += 1;
    }
    (at > start && value < 256).then_some(at)
}
