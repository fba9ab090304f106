//! The masks in arithmetic that every target has. The bits of the 64 bytes are turned into eight
//! planes, of which plane `k` holds bit `k` of each byte; a class is then a few operations on whole
//! planes.

#[cfg(any(test, not(target_arch = "x86_64")))]
use super::Figures;
use super::{BLOCK, Classes, Marks};

#[inline(always)]
pub(crate) fn classes(block: &[u8; BLOCK]) -> Classes {
    let planes = Planes::of(block);
    Classes {
        digit: planes.digit(),
        letter: planes.letter(),
        sign: planes.is(b'@') | planes.is(b'+') | planes.is(b'%'),
        equal: planes.is(b'=') | planes.is(b':'),
        dash: planes.is(b'-'),
        under: planes.is(b'_'),
        wide: planes.is(0xEF),
        w: planes.is_folded(b'w'),
    }
}

#[inline(always)]
pub(crate) fn marks(block: &[u8; BLOCK]) -> Marks {
    let planes = Planes::of(block);
    Marks {
        quote: planes.is(b'"'),
        backslash: planes.is(b'\\'),
        open: planes.is_folded(b'{'),
        close: planes.is_folded(b'}'),
        dot: planes.is(b'.'),
        hex_letter: planes.hex_letter(),
        lower: planes.letter() & planes.0[5],
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
#[inline(always)]
pub(crate) fn figures(block: &[u8; BLOCK]) -> Figures {
    let planes = Planes::of(block);
    Figures {
        digit: planes.digit(),
        zero: planes.is(b'0'),
        one: planes.is(b'1'),
        space: planes.is(b' '),
        dash: planes.is(b'-'),
        dot: planes.is(b'.'),
        slash: planes.is(b'/'),
    }
}

/// Bit `i` of plane `k` is bit `k` of byte `i`.
#[derive(Clone, Copy)]
struct Planes([u64; 8]);

impl Planes {
    #[inline(always)]
    #[expect(
        clippy::many_single_char_names,
        reason = "words that have no meaning of their own; in pairs of arrays they are vectorised"
    )]
    fn of(block: &[u8; BLOCK]) -> Self {
        let mut words = [0; 8];
        for (word, eight) in words.iter_mut().zip(block.as_chunks().0) {
            *word = u64::from_le_bytes(*eight);
        }
        let [a, b, c, d, e, f, g, h] = words;
        // The words as a matrix of bytes are turned, and those, from word to word, as matrices of
        // bits: both by halves, quarters and eighths.
        let ([a, b, c, d], [e, f, g, h]) = turned::<32, 4>([a, b, c, d], [e, f, g, h]);
        let ([a, b, e, f], [c, d, g, h]) = turned::<16, 2>([a, b, e, f], [c, d, g, h]);
        let ([a, c, e, g], [b, d, f, h]) = turned::<8, 1>([a, c, e, g], [b, d, f, h]);
        Planes([a, b, c, d, e, f, g, h])
    }

    /// Where the byte stands.
    #[inline(always)]
    fn is(&self, byte: u8) -> u64 {
        self.high(byte, 0) & self.low(byte)
    }

    /// The same, of a letter or bracket in lower or upper case.
    #[inline(always)]
    fn is_folded(&self, byte: u8) -> u64 {
        self.high(byte, 0x20) & self.low(byte)
    }

    /// Where the upper four bits are those of `byte`, but for those of `either`.
    #[inline(always)]
    fn high(&self, byte: u8, either: u8) -> u64 {
        (4..8)
            .filter(|k| either >> k & 1 == 0)
            .fold(u64::MAX, |all, k| all & self.bit(k, byte))
    }

    #[inline(always)]
    fn low(&self, byte: u8) -> u64 {
        (0..4).fold(u64::MAX, |all, k| all & self.bit(k, byte))
    }

    /// Where bit `k` is that of `byte`.
    #[inline(always)]
    fn bit(&self, k: usize, byte: u8) -> u64 {
        if byte >> k & 1 == 1 {
            self.0[k]
        } else {
            !self.0[k]
        }
    }

    #[inline(always)]
    fn digit(&self) -> u64 {
        let [_, one, two, three, ..] = self.0;
        self.high(b'0', 0) & !(three & (two | one))
    }

    /// The lower five bits are 1 to 26.
    #[inline(always)]
    fn letter(&self) -> u64 {
        let [zero, one, two, three, four, _, six, seven] = self.0;
        let some = zero | one | two | three | four;
        let more = four & three & (two | one & zero);
        six & !seven & some & !more
    }

    /// The lower five bits are 1 to 6.
    #[inline(always)]
    fn hex_letter(&self) -> u64 {
        let [zero, one, two, three, four, _, six, seven] = self.0;
        let some = (zero | one | two) & !(zero & one & two);
        six & !seven & !four & !three & some
    }
}

/// Four pairs of words, as far apart as bytes by `BYTES` bits and bits by `BITS`: what stands in the
/// upper half of each stretch of the first is exchanged for the lower half of the second.
#[inline(always)]
fn turned<const BYTES: u32, const BITS: u32>(
    mut first: [u64; 4],
    mut second: [u64; 4],
) -> ([u64; 4], [u64; 4]) {
    for (a, b) in first.iter_mut().zip(&mut second) {
        (*a, *b) = exchanged::<BYTES>(*a, *b);
        (*a, *b) = exchanged::<BITS>(*a, *b);
    }
    (first, second)
}

#[inline(always)]
fn exchanged<const BY: u32>(a: u64, b: u64) -> (u64, u64) {
    // The lower half of each stretch of twice as many bits.
    let lower = u64::MAX / ((1 << BY) + 1);
    let differ = (a >> BY ^ b) & lower;
    (a ^ differ << BY, b ^ differ)
}
