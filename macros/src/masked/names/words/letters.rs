//! The bytes of a name, in lower case and by what they are.

use super::dictionary::Packed;
use super::{LONGEST, ROOM};

/// What the bytes of a name are, a bit for each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shapes {
    pub(super) upper: u64,
    lower: u64,
    pub(super) digit: u64,
    /// All of them, and what is not ASCII: it belongs to the word around it, of a script of which
    /// nothing is known here.
    pub(super) word: u64,
}

impl Shapes {
    /// Reads eight bytes, of which the first is byte `at` of the name, and gives them in lower
    /// case. All eight are looked at in one: a sum has its highest bit if a byte is that large.
    #[inline]
    pub(super) fn read(&mut self, eight: u64, at: usize) -> u64 {
        const EACH: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = 0x80 * EACH;
        let low = eight & !HIGH;
        let within = |first: u8, last: u8| {
            let from = low + EACH * u64::from(0x80 - first);
            let behind = low + EACH * u64::from(0x7F - last);
            from & !behind & !eight & HIGH
        };
        let upper = within(b'A', b'Z');
        let lower = within(b'a', b'z');
        let digit = within(b'0', b'9');
        // The highest bits of eight bytes, side by side.
        let bits = |high: u64| ((high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << at;
        self.upper |= bits(upper);
        self.lower |= bits(lower);
        self.digit |= bits(digit);
        self.word |= bits(upper | lower | digit | eight & HIGH);
        eight | upper >> 2
    }

    /// Where words begin: behind what is no letter, at a capital behind what is none, and at the
    /// last capital of several: `APIKey`.
    #[inline]
    pub(super) fn begins(&self) -> u64 {
        let last_capital = self.upper << 1 & self.lower >> 1;
        self.word & !(self.word << 1) | self.upper & ((self.word & !self.upper) << 1 | last_capital)
    }
}

/// The bytes of a name in lower case.
pub(super) trait Letters {
    /// Sixteen of them from a place, the first lowest; zeros behind the end.
    fn window(&self, start: usize) -> Packed;
}

/// At most sixteen: most names, in two registers.
pub(super) struct Few(pub(super) Packed);

impl Letters for Few {
    #[inline]
    fn window(&self, start: usize) -> Packed {
        self.0 >> (8 * (start % LONGEST))
    }
}

/// Of a long name the last ones, eight in a part.
pub(super) struct Many(pub(super) [u64; ROOM]);

impl Letters for Many {
    #[inline]
    fn window(&self, start: usize) -> Packed {
        let parts = self.0.get(start / 8..);
        let Some(&[a, b, c]) = parts.and_then(<[u64]>::first_chunk) else {
            return 0;
        };
        let shift = 8 * (start % 8);
        let low = a >> shift | b << 1 << (63 - shift);
        let high = b >> shift | c << 1 << (63 - shift);
        Packed::from(high) << 64 | Packed::from(low)
    }
}

/// Fewer than eight letters.
#[inline]
pub(super) fn below_eight(name: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
        return first | last << (8 * (name.len() - 4));
    }
    let last_first = name.iter().rev();
    last_first.fold(0, |letters, letter| letters << 8 | u64::from(*letter))
}

/// The first letters of some: all of them, where there are no more.
#[inline]
pub(super) fn first_letters(letters: Packed, length: usize) -> Packed {
    match length {
        0 => 0,
        1..LONGEST => letters & Packed::MAX >> (8 * (LONGEST - length)),
        _ => letters,
    }
}
