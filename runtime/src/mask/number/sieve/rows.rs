//! What begins with which groups, for all groups of a window at once: by the numbers of digits, and
//! by what joins them.

use super::Window;
use crate::mask::scan::block::Figures;

/// The groups of a window by their numbers of digits: of each the first digit.
pub(super) struct Rows {
    figures: Figures,
    starts: u64,
    /// The signs over which a number goes on that could end there.
    goes_on: u64,
    /// Those with exactly so many digits.
    exactly: [u64; 8],
    /// Those with so many digits or more.
    seven: u64,
    ten: u64,
    twelve: u64,
    twenty_one: u64,
}

impl Rows {
    #[inline(always)]
    pub(super) fn new(window: &Window) -> Rows {
        let starts = window.starts;
        // Two digits from here on, and so on.
        let one = window.digits;
        let two = one & one >> 1;
        let three = two & one >> 2;
        let four = two & two >> 2;
        let five = four & one >> 4;
        let six = four & two >> 4;
        let seven = four & three >> 4;
        let eight = four & four >> 4;
        let least = [starts, one, two, three, four, five, six, seven, eight];
        let mut exactly = [0; 8];
        for (to, pair) in exactly.iter_mut().zip(least.windows(2)) {
            if let [least, more] = pair {
                *to = starts & least & !more;
            }
        }
        Rows {
            figures: window.figures,
            starts,
            goes_on: window.joins & (window.figures.dash | window.figures.dot),
            exactly,
            seven: starts & seven,
            ten: starts & eight & two >> 8,
            twelve: starts & eight & four >> 8,
            twenty_one: starts & eight & eight >> 8 & five >> 16,
        }
    }

    /// Groups that a number may begin with: behind `-` and `.`, what stands before goes on. What
    /// stands before the first is not known here.
    #[inline(always)]
    fn opens(&self) -> u64 {
        !((self.figures.dash | self.figures.dot) << 1) | 1
    }

    /// Groups with so many digits, which a number may end with.
    #[inline(always)]
    fn last(&self, digits: usize) -> u64 {
        self.of(digits) & !(self.goes_on >> digits)
    }

    /// Groups with so many digits.
    #[inline(always)]
    fn of(&self, digits: usize) -> u64 {
        self.exactly.get(digits).copied().unwrap_or(0)
    }

    /// Groups with so many digits, one of the signs, and one of the groups `rest`.
    #[inline(always)]
    fn row(&self, digits: usize, signs: u64, rest: u64) -> u64 {
        self.of(digits) & signs >> digits & rest >> (digits + 1)
    }

    /// Where a number or a date may begin that nothing says is one.
    #[inline(always)]
    pub(super) fn likely(&self) -> u64 {
        let Figures {
            space,
            dash,
            dot,
            slash,
            ..
        } = self.figures;
        let alike = self.alike(space) | self.alike(dash) | self.alike(dot);
        let dates = self.dates(dash) | self.dates(dot) | self.dates(slash);
        let numbers = alike | self.north() | self.elsewhere() | self.trunk() | self.card();
        // What is too long ends the stretch.
        dates | numbers & self.opens() | self.twenty_one
    }

    /// Cards, and social security numbers, whose groups are joined alike.
    #[inline(always)]
    fn alike(&self, sign: u64) -> u64 {
        // A card of nineteen digits has three more.
        let more = self.last(1) | self.last(2) | self.last(3);
        let fourth = self.last(4) | self.row(4, sign, more);
        let fours = self.row(4, sign, self.row(4, sign, fourth));
        self.row(4, sign, fours) | self.row(3, sign, self.row(2, sign, self.last(4)))
    }

    /// Cards in three groups, whose first digit is not known here.
    #[inline(always)]
    pub(super) fn threes(&self) -> u64 {
        let Figures {
            space, dash, dot, ..
        } = self.figures;
        let last = self.last(4) | self.last(5);
        let row = |sign| self.row(4, sign, self.row(6, sign, last));
        (row(space) | row(dash) | row(dot)) & self.opens()
    }

    /// Twelve digits or more: none of a card's ranges begins with 0 or 1, as times do.
    #[inline(always)]
    fn card(&self) -> u64 {
        self.twelve & !(self.figures.zero | self.figures.one)
    }

    #[inline(always)]
    fn dates(&self, sign: u64) -> u64 {
        let short = |rest| self.row(1, sign, rest) | self.row(2, sign, rest);
        let ordered = self.row(4, sign, short(self.of(1) | self.of(2)));
        ordered | short(short(self.of(2) | self.of(4)))
    }

    /// Of North America, and with what may stand before one.
    #[inline(always)]
    fn north(&self) -> u64 {
        let Figures {
            zero, one, dash, ..
        } = self.figures;
        let area = !(zero | one);
        let two = self.row(3, dash, self.last(7) & area) & area;
        let three = self.row(3, dash, self.row(3, dash, self.last(4)))
            | self.row(3, ANY, self.row(3, ANY, self.last(4)) & area) & area;
        let number = two | three;
        let known = self.row(1, ANY, number) & one
            | self.row(2, dash, number)
            | self.row(3, dash, number)
            | (2..=5).fold(0, |all, digits| all | self.row(digits, ANY, number)) & zero;
        number | known
    }

    /// Of China and of Brazil.
    #[inline(always)]
    fn elsewhere(&self) -> u64 {
        let Figures {
            one, space, dash, ..
        } = self.figures;
        let china = |sign| self.row(3, sign, self.row(4, sign, self.last(4)));
        let brazil = self.row(2, space, self.row(5, dash, self.last(4)));
        (china(space) | china(dash)) & one | brazil
    }

    /// Behind a zero that stands for the country, or two for another: with ten digits or more, no
    /// other group belongs to it.
    #[inline(always)]
    fn trunk(&self) -> u64 {
        let zero = self.figures.zero;
        let abroad = zero >> 1 & !(zero >> 2) & !self.of(2);
        self.starts & zero & !self.of(1) & !self.ten & (!(zero >> 1) | abroad)
    }

    /// Where a number may begin whose kind was named.
    #[inline(always)]
    pub(super) fn named(&self) -> u64 {
        let dash = self.figures.dash;
        self.seven | self.row(3, dash, self.of(6)) | self.row(5, dash, self.of(4))
    }
}

/// Whatever joins: all are of the same kind to a window.
const ANY: u64 = u64::MAX;
