//! One character of a number: a digit, what joins groups of digits, or something else.
//!
//! Full-width digits and the dashes and spaces of other alphabets count as their plain forms: a
//! number copied out of a web page has them.

pub(crate) use crate::mask::bytes::{byte, byte_before};

/// What a character is to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Digit(u8),
    Space,
    Dash,
    Dot,
    Slash,
    Open,
    Close,
    Other,
}

/// The character at a place, and how many bytes it has.
#[inline(always)]
pub(crate) fn unit(text: &[u8], at: usize) -> (Unit, usize) {
    let first = byte(text, at);
    if first < 0x80 {
        (plain(first), 1)
    } else {
        wide(first, byte(text, at + 1), byte(text, at + 2))
    }
}

/// The character that ends before a place, and how many bytes it has.
#[inline(always)]
pub(crate) fn unit_before(text: &[u8], at: usize) -> (Unit, usize) {
    let last = byte_before(text, at, 1);
    if last < 0x80 {
        return (plain(last), 1);
    }
    for len in [2, 3] {
        if let Some(start) = at.checked_sub(len)
            && let (found, found_len) = unit(text, start)
            && found != Unit::Other
            && found_len == len
        {
            return (found, len);
        }
    }
    (Unit::Other, 1)
}

#[inline(always)]
fn plain(byte: u8) -> Unit {
    *PLAIN.get(usize::from(byte)).unwrap_or(&Unit::Other)
}

static PLAIN: [Unit; 128] = {
    let mut units = [Unit::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        units[byte as usize] = plain_unit(byte);
        byte += 1;
    }
    units
};

const fn plain_unit(byte: u8) -> Unit {
    match byte {
        b'0'..=b'9' => Unit::Digit(byte - b'0'),
        b' ' => Unit::Space,
        b'-' => Unit::Dash,
        b'.' => Unit::Dot,
        b'/' => Unit::Slash,
        b'(' => Unit::Open,
        b')' => Unit::Close,
        _ => Unit::Other,
    }
}

#[inline(never)]
fn wide(first: u8, second: u8, third: u8) -> (Unit, usize) {
    let unit = match (first, second, third) {
        (0xc2, 0xa0, _) => return (Unit::Space, 2),
        (0xef, 0xbc, 0x90..=0x99) => Unit::Digit(third - 0x90),
        (0xe2, 0x80, 0x80..=0x8a | 0xaf) | (0xe3, 0x80, 0x80) => Unit::Space,
        (0xe2, 0x80, 0x90..=0x95) | (0xe2, 0x88, 0x92) | (0xef, 0xbc, 0x8d) => Unit::Dash,
        (0xef, 0xbc, 0x8e) => Unit::Dot,
        (0xef, 0xbc, 0x8f) => Unit::Slash,
        (0xef, 0xbc, 0x88) => Unit::Open,
        (0xef, 0xbc, 0x89) => Unit::Close,
        _ => return (Unit::Other, 1),
    };
    (unit, 3)
}
