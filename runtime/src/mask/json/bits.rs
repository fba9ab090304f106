//! The structure of JSON in masks of 64 bytes.

use std::ops::Range;

use crate::mask::scan::block::{BLOCK, Marks};

/// What is carried from block to block.
#[derive(Debug, Default)]
pub(super) struct State {
    /// All bits if the block begins within a string.
    in_string: u64,
    /// Whether its first byte is escaped.
    escaped: u64,
    /// The last quotes before it.
    quotes: [usize; 2],
}

/// A block of a JSON text.
#[derive(Debug)]
pub(super) struct Bits {
    /// Quotes that begin or end a string.
    quote: u64,
    /// What stands between them.
    pub(super) inside: u64,
    /// Within strings.
    pub(super) backslash: u64,
    /// Outside of strings, where there are none in JSON.
    pub(super) stray: u64,
    pub(super) open: u64,
    pub(super) close: u64,
    pub(super) colon: u64,
    /// Colons directly behind a name of small letters alone, of which all stands in the block.
    pub(super) plain: u64,
    /// The last quotes before the block.
    before: [usize; 2],
}

impl State {
    /// Where the string began that goes on behind the last block.
    #[inline(always)]
    pub(super) fn unclosed(&self) -> Option<usize> {
        (self.in_string != 0).then_some(self.quotes[1])
    }

    /// The next block. `equal` are its `:` and `=`.
    #[inline(always)]
    pub(super) fn next(&mut self, start: usize, marks: &Marks, equal: u64) -> Bits {
        let quote = marks.quote & !self.escaped(marks.backslash);
        let within = prefix_xor(quote) ^ self.in_string;
        self.in_string = 0_u64.wrapping_sub(within >> 63);
        let colon = equal & !within;
        let bits = Bits {
            quote,
            inside: within & !quote,
            backslash: marks.backslash & within,
            stray: marks.backslash & !within,
            open: marks.open & !within,
            close: marks.close & !within,
            colon,
            plain: colon & behind(quote & within, marks.lower) & (quote & !within) << 1,
            before: self.quotes,
        };
        self.quotes = bits.quotes_below(start, u64::MAX);
        bits
    }

    /// Which bytes a backslash stands before that is not escaped itself. A run of backslashes is
    /// a number to which its lowest bit is added: the carry comes out behind it.
    #[inline(always)]
    fn escaped(&mut self, backslash: u64) -> u64 {
        const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
        let first = std::mem::take(&mut self.escaped);
        if backslash == 0 {
            return first;
        }
        let escaping = backslash & !first;
        let turned = (escaping << 1 | ODD).wrapping_sub(escaping) ^ ODD;
        self.escaped = (turned & backslash) >> 63;
        turned ^ (backslash | first)
    }
}

impl Bits {
    /// The last two quotes of the text among those of the block in `below`, or before it.
    #[inline(always)]
    pub(super) fn quotes_below(&self, start: usize, below: u64) -> [usize; 2] {
        let quote = self.quote & below;
        if quote == 0 {
            return self.before;
        }
        let last = highest(quote);
        let rest = quote ^ 1 << last;
        let first = if rest == 0 {
            self.before[1]
        } else {
            start + highest(rest)
        };
        [first, start + last]
    }

    /// The name before a colon that is `plain`, with the quote before it.
    #[inline(always)]
    pub(super) fn plain_name(&self, start: usize, colon: u64) -> Range<usize> {
        let close = colon >> 1;
        let open = highest(self.quote & close.wrapping_sub(1));
        start + open..start + highest(close)
    }

    /// How many objects and arrays are open behind the brackets in `below`, of `depth` before the
    /// block.
    pub(super) fn depth_below(&self, depth: usize, below: u64) -> usize {
        let open = depth + (self.open & below).count_ones() as usize;
        open.saturating_sub((self.close & below).count_ones() as usize)
    }
}

/// The second place behind each run of `inside` that begins behind one of `quotes`: what is added
/// at its beginning is carried to its end.
#[inline(always)]
fn behind(quotes: u64, inside: u64) -> u64 {
    ((quotes << 1).wrapping_add(inside) & !inside) << 1
}

/// The bits of the block at `start` from `from` up to `to`.
#[inline(always)]
pub(super) fn stretch(start: usize, from: usize, to: usize) -> u64 {
    let below = |end: usize| match end.saturating_sub(start) {
        inside @ 0..BLOCK => !(u64::MAX << inside),
        _ => u64::MAX,
    };
    below(to) & !below(from)
}

/// Each bit is the sum of those up to it.
#[inline(always)]
fn prefix_xor(mut bits: u64) -> u64 {
    for step in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << step;
    }
    bits
}

#[inline(always)]
pub(super) fn highest(bits: u64) -> usize {
    63 - (bits.leading_zeros() as usize).min(63)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mask::scan::block;

    /// Byte after byte.
    fn slow(text: &[u8]) -> Vec<(bool, bool)> {
        let (mut escaped, mut within) = (false, false);
        let mut all = Vec::new();
        for &byte in text {
            let quote = byte == b'"' && !escaped;
            within ^= quote;
            escaped = byte == b'\\' && !escaped;
            all.push((quote, within && !quote));
        }
        all
    }

    #[test]
    fn runs_of_backslashes_escape_what_they_escape_byte_after_byte() {
        let mut random = 7_u64;
        for _ in 0..2_000 {
            let text: Vec<u8> = (0..200)
                .map(|_| {
                    random = random
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    b"\\\\\\\"a"[(random >> 33) as usize % 5]
                })
                .collect();
            let mut state = State::default();
            let mut fast = Vec::new();
            for start in (0..text.len()).step_by(BLOCK) {
                let marks = block::marks(&block::load(&text, start));
                let bits = state.next(start, &marks, 0);
                let bit = |mask: u64, at: usize| mask >> at & 1 == 1;
                let places = 0..BLOCK.min(text.len() - start);
                fast.extend(places.map(|at| (bit(bits.quote, at), bit(bits.inside, at))));
            }
            assert_eq!(fast, slow(&text), "{}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn a_name_of_small_letters_is_told_by_its_colon() {
        let text = br#"{"abc":1,"a_b":2,"":3,"zA":4,"x" :5,"y":"z","ab":{"c":"d:e"}}"#;
        let block = block::load(text, 0);
        let bits = State::default().next(0, &block::marks(&block), block::classes(&block).equal);
        let plain: Vec<_> = (0..BLOCK).filter(|at| bits.plain >> at & 1 == 1).collect();
        let expected = text.windows(3).enumerate().filter(|(_, three)| {
            matches!(*three, b"bc\":" | b"c\":" | b"\"\":" | b"y\":" | b"b\":")
        });
        let expected: Vec<_> = expected
            .map(|(at, _)| at + 2)
            .filter(|at| !text[..*at].ends_with(b"a_b\""))
            .collect();
        assert_eq!(plain, expected);
    }

    #[test]
    fn a_stretch_is_cut_to_its_block() {
        assert_eq!(stretch(64, 0, 64), 0);
        assert_eq!(stretch(64, 0, 65), 1);
        assert_eq!(stretch(64, 66, 68), 0b1100);
        assert_eq!(stretch(64, 127, 500), 1 << 63);
        assert_eq!(stretch(64, 10, 500), u64::MAX);
        assert_eq!(stretch(64, 128, 500), 0);
    }
}
