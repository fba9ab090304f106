//! From classes to the places worth a look. All of it is shifts over masks; what stands at the end
//! of a block is carried into the next, so that the borders of blocks decide nothing.

use super::block::{Classes, Marks};

/// The top bits of one block, as they stand at the bottom of the next. Few bits are kept, shifted
/// already: `x << n | last >> (64 - n)` would be compiled to a double shift, which is slow.
#[derive(Clone, Copy, Debug, Default)]
struct Carry<const N: u32>(u64);

impl<const N: u32> Carry<N> {
    /// `x`, `N` bytes later.
    #[inline(always)]
    fn up(&mut self, x: u64) -> u64 {
        let moved = x << N | self.0;
        self.0 = x >> (64 - N);
        moved
    }
}

/// The places of a block that are worth a look, a mask per reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    /// The fourth digit of a run, or what stands behind the second of two groups of two or three
    /// digits.
    pub(crate) number: u64,
    /// The fourth full-width digit of a run; its first byte.
    pub(crate) wide_number: u64,
    /// Perhaps a full-width `+`; its first byte.
    pub(crate) wide_plus: u64,
    /// `@`, `+` or `%`, the first two of a run.
    pub(crate) sign: u64,
    /// `=` or `:`, behind neither another of the two nor a digit, but for one or two at the end of
    /// a word: `password1=`.
    pub(crate) equal: u64,
    /// The sixteenth of a run of `[A-Za-z0-9_-]`.
    pub(crate) run: u64,
    /// The fourth `-` of a run.
    pub(crate) pem: u64,
    /// The second of two digits behind two or three letters that begin a word.
    pub(crate) iban: u64,
    /// A `w` as in `password`.
    pub(crate) login: u64,
    /// `.`, `:` or `-` beside a hexadecimal digit. Only if addresses are looked for.
    pub(crate) address: u64,
    /// The first digit of a run. Only if national kinds are looked for.
    pub(crate) first_digit: u64,
    /// The first letter or digit of a run.
    pub(crate) first: u64,
}

impl Hits {
    #[inline(always)]
    pub(crate) fn all(&self) -> u64 {
        self.number
            | self.wide_number
            | self.wide_plus
            | self.sign
            | self.equal
            | self.run
            | self.pem
            | self.iban
            | self.login
            | self.address
            | self.first_digit
            | self.first
    }

    /// What stands at one bit.
    #[inline(always)]
    pub(crate) fn at(self, bit: u64) -> Hits {
        self.within(bit)
    }

    /// Only what stands in `mask`.
    #[inline(always)]
    pub(crate) fn within(self, mask: u64) -> Hits {
        Hits {
            number: self.number & mask,
            wide_number: self.wide_number & mask,
            wide_plus: self.wide_plus & mask,
            sign: self.sign & mask,
            equal: self.equal & mask,
            run: self.run & mask,
            pem: self.pem & mask,
            iban: self.iban & mask,
            login: self.login & mask,
            address: self.address & mask,
            first_digit: self.first_digit & mask,
            first: self.first & mask,
        }
    }
}

/// What is carried from block to block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Triggers {
    digits: (Carry<1>, Carry<2>, Carry<1>),
    short: (Carry<1>, Carry<4>),
    runs: (Carry<1>, Carry<2>, Carry<4>, Carry<8>, Carry<1>),
    dashes: (Carry<1>, Carry<2>, Carry<1>),
    wide: (Carry<3>, Carry<6>, Carry<3>),
    iban: [Carry<1>; 5],
    signs: (Carry<1>, Carry<2>),
    equal: (Carry<1>, Carry<2>),
    numbered: [Carry<1>; 3],
    /// No name of one letter is sensitive: all bits or none.
    known: u64,
    letters: Carry<4>,
}

impl Triggers {
    pub(crate) fn new(known: u64) -> Self {
        Triggers {
            digits: Default::default(),
            short: Default::default(),
            runs: Default::default(),
            dashes: Default::default(),
            wide: Default::default(),
            // Before the text stands no word.
            iban: [Carry(1), Carry(0), Carry(0), Carry(0), Carry(0)],
            signs: Default::default(),
            equal: Default::default(),
            numbered: Default::default(),
            known,
            letters: Carry(0),
        }
    }

    /// What the next block triggers.
    #[inline(always)]
    pub(crate) fn next(&mut self, c: &Classes) -> Hits {
        let word = c.digit | c.letter | c.under;
        Hits {
            number: self.numbers(c, word),
            wide_number: self.fourth_wide(c.wide),
            wide_plus: c.wide,
            sign: c.sign & !(self.signs.0.up(c.sign) & self.signs.1.up(c.sign)),
            equal: self.separator(c),
            run: self.sixteenth(word | c.dash),
            pem: self.fourth_dash(c.dash),
            iban: self.letters_and_digits(c, word),
            login: c.w & self.letters.up(c.letter),
            ..Hits::default()
        }
    }

    #[inline(always)]
    fn separator(&mut self, c: &Classes) -> u64 {
        let [letter, end, digit] = &mut self.numbered;
        // Two letters, or one and a joint: not the `T` before the hour.
        let joint = c.letter | c.under | c.dash;
        let end_of_word = joint & letter.up(c.letter);
        let one = c.digit & end.up(end_of_word);
        let two = c.digit & digit.up(one);
        let number = c.digit & !(one | two);
        let before = self.equal.0.up(number | c.equal);
        c.equal & !(before | self.equal.1.up(c.equal) & self.known)
    }

    #[inline(always)]
    fn numbers(&mut self, c: &Classes, word: u64) -> u64 {
        let two = c.digit & self.digits.0.up(c.digit);
        let four = two & self.digits.1.up(two);
        // Behind exactly two or three digits; not the `:` of a time.
        let sign = self.short.0.up(two & !four) & !(word | c.equal);
        // Four bytes later, or three.
        let before = self.short.1.0 >> 1;
        let group = self.short.1.up(sign) | sign << 3 | before;
        four & !self.digits.2.up(four) | sign & group
    }

    #[inline(always)]
    fn fourth_dash(&mut self, x: u64) -> u64 {
        let two = x & self.dashes.0.up(x);
        let four = two & self.dashes.1.up(two);
        four & !self.dashes.2.up(four)
    }

    #[inline(always)]
    fn fourth_wide(&mut self, x: u64) -> u64 {
        let two = x & self.wide.0.up(x);
        let four = two & self.wide.1.up(two);
        four & !self.wide.2.up(four)
    }

    #[inline(always)]
    fn sixteenth(&mut self, x: u64) -> u64 {
        let two = x & self.runs.0.up(x);
        let four = two & self.runs.1.up(two);
        let eight = four & self.runs.2.up(four);
        let sixteen = eight & self.runs.3.up(eight);
        sixteen & !self.runs.4.up(sixteen)
    }

    #[inline(always)]
    fn letters_and_digits(&mut self, c: &Classes, word: u64) -> u64 {
        let [outside, first, second, letters, digit] = &mut self.iban;
        let one = c.letter & outside.up(!word);
        let two = c.letter & first.up(one);
        // The `n` of `\n` is no letter of the word.
        let three = c.letter & second.up(two);
        let one_digit = c.digit & letters.up(two | three);
        c.digit & digit.up(one_digit)
    }
}

/// The triggers of kinds that are off by default.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MoreTriggers {
    before: Carry<1>,
    colons: Carry<1>,
    digits: Carry<1>,
    words: Carry<1>,
}

impl MoreTriggers {
    #[inline(always)]
    pub(crate) fn next(&mut self, c: &Classes, marks: &Marks, hits: &mut Hits) {
        let hex = c.digit | marks.hex_letter;
        let mark = marks.dot | c.equal | c.dash;
        // What follows the last byte is in the next block: taken for a digit, the filter decides.
        let after = hex >> 1 | 1 << 63;
        // The second sign of `::`, which is an address by itself.
        let doubled = c.equal & self.colons.up(c.equal);
        hits.address = mark & (self.before.up(hex) | after) | doubled;
        hits.first_digit = c.digit & !self.digits.up(c.digit);
        let word = c.digit | c.letter;
        hits.first = word & !self.words.up(word);
    }
}
