//! Sixty-four bytes of a stretch at a time: at which of its groups a number may begin.
//!
//! A list of numbers as long as a text is passed over here, by the lengths of its groups and what
//! joins them, all groups of a block at once. What is let through is then looked at exactly; what
//! has parentheses or is not ASCII is let through unseen.

use super::phone;
use super::unit::byte;
use crate::mask::Kind;
use crate::mask::rules::Scope;
use crate::mask::scan::block::{self, BLOCK, Figures};

/// Where a look is due next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    /// The group that begins here.
    Group(usize),
    /// None up to here, where the stretch ends.
    End(usize),
}

/// Groups that begin below are decided in one block: what follows them is in it.
const DECIDED: u32 = 40;
/// More bytes than a number has before a parenthesis in it.
const ACROSS: u32 = 24;

/// The next group at `at` or behind it that a number or a date may begin with. At `at` begins one.
pub(super) fn next(scope: Scope<'_>, mut at: usize) -> Next {
    let named = [Kind::Card, Kind::Phone, Kind::Ssn].into_iter().collect();
    let named = scope.rules.named.intersects(named);
    loop {
        let window = Window::new(scope.text, at);
        let mut likely = window.likely();
        if named {
            likely |= window.named();
        }
        if window.ends() {
            likely |= window.at_end(scope.text, at);
        }
        // A parenthesis, or a digit of another width, at `at` itself.
        likely &= window.decided() | 1;
        if likely != 0 {
            return Next::Group(at + likely.trailing_zeros() as usize);
        }
        if window.ends() {
            return Next::End(at + window.end as usize);
        }
        let behind = window.starts & !below(DECIDED);
        if behind == 0 {
            return Next::Group(at);
        }
        at += behind.trailing_zeros() as usize;
    }
}

/// The bits below one.
#[inline(always)]
fn below(bit: u32) -> u64 {
    1_u64.checked_shl(bit).map_or(u64::MAX, |one| one - 1)
}

/// The highest bit alone.
#[inline(always)]
fn highest(bits: u64) -> u64 {
    bits & !below(bits.checked_ilog2().unwrap_or(0))
}

/// A block that begins with a group.
struct Window {
    figures: Figures,
    /// How far it is plain: digits, and one sign between them.
    end: u32,
    /// The first digit of each group, and of those with exactly so many digits.
    starts: u64,
    /// The signs over which a number goes on that could end there.
    goes_on: u64,
    exactly: [u64; 8],
    /// Of those with twelve digits or more, and with seven or more.
    twelve: u64,
    seven: u64,
}

impl Window {
    #[inline(always)]
    fn new(text: &[u8], at: usize) -> Window {
        let figures = block::figures(&block::load(text, at));
        let digit = figures.digit;
        let sign = figures.space | figures.dash | figures.dot | figures.slash;
        let joins = sign & digit << 1 & digit >> 1;
        let end = (!(digit | joins)).trailing_zeros();
        let one = digit & below(end);
        let starts = one & !(one << 1);
        // Two digits from here on, and so on.
        let two = one & one >> 1;
        let three = two & one >> 2;
        let four = two & two >> 2;
        let seven = four & three >> 4;
        let eight = four & four >> 4;
        let six = four & two >> 4;
        let five = four & one >> 4;
        let least = [starts, one, two, three, four, five, six, seven, eight];
        let mut exactly = [0; 8];
        for (to, pair) in exactly.iter_mut().zip(least.windows(2)) {
            if let [least, more] = pair {
                *to = starts & least & !more;
            }
        }
        Window {
            figures,
            end,
            starts,
            goes_on: joins & (figures.dash | figures.dot),
            exactly,
            twelve: starts & eight & four >> 8,
            seven: starts & seven,
        }
    }

    /// Whether the end is one: a sign at the end of the block may join to what follows.
    #[inline(always)]
    fn ends(&self) -> bool {
        self.end as usize + 1 < BLOCK
    }

    /// The groups that can be told about.
    #[inline(always)]
    fn decided(&self) -> u64 {
        let all = if self.ends() { self.end } else { DECIDED };
        self.starts & below(all)
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
    fn likely(&self) -> u64 {
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
        dates | numbers & self.opens()
    }

    /// Cards, and social security numbers, whose groups are joined alike.
    #[inline(always)]
    fn alike(&self, sign: u64) -> u64 {
        let fours = self.row(4, sign, self.row(4, sign, self.last(4)));
        self.row(4, sign, fours)
            | self.row(4, sign, self.row(6, sign, self.last(4) | self.last(5)))
            | self.row(3, sign, self.row(2, sign, self.last(4)))
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

    /// Behind a zero that stands for the country, or two for another.
    #[inline(always)]
    fn trunk(&self) -> u64 {
        let zero = self.figures.zero;
        let abroad = zero >> 1 & !(zero >> 2) & !self.of(2);
        self.starts & zero & !self.of(1) & (!(zero >> 1) | abroad)
    }

    /// Where a number may begin whose kind was named.
    #[inline(always)]
    fn named(&self) -> u64 {
        let dash = self.figures.dash;
        self.seven | self.row(3, dash, self.of(6)) | self.row(5, dash, self.of(4))
    }

    /// At the end: groups that may go on in parentheses, or in digits of another width, and a run
    /// of digits with an extension.
    fn at_end(&self, text: &[u8], at: usize) -> u64 {
        let end = at + self.end as usize;
        let signs = usize::from(matches!(byte(text, end), b' ' | b'-' | b'.' | b'/'));
        let goes_on = |byte| matches!(byte, b'(' | b')' | 0x80..);
        if goes_on(byte(text, end)) || goes_on(byte(text, end + signs)) {
            return !below(self.end.saturating_sub(ACROSS));
        }
        let last = self.seven & highest(self.starts);
        if last != 0 && phone::is_extended(text, end) {
            last
        } else {
            0
        }
    }
}

/// Whatever joins: all are of the same kind to a window.
const ANY: u64 = u64::MAX;
