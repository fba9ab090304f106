//! The masks in arithmetic that every target has. The compiler vectorises the first step, a byte of
//! class bits per byte of text; the second turns eight of them by 8 x 8 bits.

#[cfg(any(test, not(target_arch = "x86_64")))]
use super::Figures;
use super::{BLOCK, Classes, Marks};

#[inline(always)]
pub(crate) fn classes(block: &[u8; BLOCK]) -> Classes {
    let [digit, letter, sign, equal, dash, under, wide, w] = transposed(block, |byte| {
        u8::from(byte.wrapping_sub(b'0') < 10)
            | u8::from((byte | 0x20).wrapping_sub(b'a') < 26) << 1
            | (u8::from(byte == b'@') | u8::from(byte == b'+') | u8::from(byte == b'%')) << 2
            | (u8::from(byte == b'=') | u8::from(byte == b':')) << 3
            | u8::from(byte == b'-') << 4
            | u8::from(byte == b'_') << 5
            | u8::from(byte == 0xEF) << 6
            | u8::from(byte | 0x20 == b'w') << 7
    });
    Classes {
        digit,
        letter,
        sign,
        equal,
        dash,
        under,
        wide,
        w,
    }
}

#[inline(always)]
pub(crate) fn marks(block: &[u8; BLOCK]) -> Marks {
    let [quote, backslash, open, close, dot, hex_letter, lower, _] = transposed(block, |byte| {
        u8::from(byte == b'"')
            | u8::from(byte == b'\\') << 1
            | u8::from(byte | 0x20 == b'{') << 2
            | u8::from(byte | 0x20 == b'}') << 3
            | u8::from(byte == b'.') << 4
            | u8::from((byte | 0x20).wrapping_sub(b'a') < 6) << 5
            | u8::from(byte.wrapping_sub(b'a') < 26) << 6
    });
    Marks {
        quote,
        backslash,
        open,
        close,
        dot,
        hex_letter,
        lower,
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
#[inline(always)]
pub(crate) fn figures(block: &[u8; BLOCK]) -> Figures {
    let [digit, zero, one, space, dash, dot, slash, _] = transposed(block, |byte| {
        u8::from(byte.wrapping_sub(b'0') < 10)
            | u8::from(byte == b'0') << 1
            | u8::from(byte == b'1') << 2
            | u8::from(byte == b' ') << 3
            | u8::from(byte == b'-') << 4
            | u8::from(byte == b'.') << 5
            | u8::from(byte == b'/') << 6
    });
    Figures {
        digit,
        zero,
        one,
        space,
        dash,
        dot,
        slash,
    }
}

/// Bit `k` of each byte's class becomes mask `k`.
#[inline(always)]
fn transposed(block: &[u8; BLOCK], class: impl Fn(u8) -> u8) -> [u64; 8] {
    let mut bytes = [0_u8; BLOCK];
    for (to, from) in bytes.iter_mut().zip(block) {
        *to = class(*from);
    }
    let mut masks = [0_u64; 8];
    for (group, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        let rows = turned(u64::from_le_bytes(*eight));
        for (k, mask) in masks.iter_mut().enumerate() {
            *mask |= (rows >> (8 * k) & 0xFF) << (8 * group);
        }
    }
    masks
}

/// An 8 x 8 matrix of bits turned at its diagonal (Hacker's Delight, 7-3).
#[inline(always)]
fn turned(mut x: u64) -> u64 {
    let mut t = (x ^ (x >> 7)) & 0x00AA_00AA_00AA_00AA;
    x ^= t ^ (t << 7);
    t = (x ^ (x >> 14)) & 0x0000_CCCC_0000_CCCC;
    x ^= t ^ (t << 14);
    t = (x ^ (x >> 28)) & 0x0000_0000_F0F0_F0F0;
    x ^ t ^ (t << 28)
}
