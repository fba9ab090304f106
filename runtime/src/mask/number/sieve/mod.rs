//! Sixty-four bytes of a stretch at a time: at which of its groups a number may begin.
//!
//! A list of numbers as long as a text is passed over here, by the lengths of its groups and what
//! joins them, all groups of a block at once. What is let through is then looked at exactly; what
//! has parentheses or is not ASCII is let through unseen.

mod rows;

use super::phone;
use super::unit::byte;
use crate::mask::Kind;
use crate::mask::rules::Scope;
use crate::mask::scan::block::{self, BLOCK, Figures};
use rows::Rows;

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
/// Digits of the shortest run that is a number, of the shortest card, and of none any more.
const SHORT: u32 = 7;
const CARD: u32 = 12;
const TOO_LONG: u32 = 21;

/// The next group at `at` or behind it that a number or a date may begin with. At `at` begins one.
pub(super) fn next(scope: Scope<'_>, mut at: usize) -> Next {
    let named = [Kind::Card, Kind::Phone, Kind::Ssn].into_iter().collect();
    let named = scope.rules.named.intersects(named);
    loop {
        let window = Window::new(scope.text, at);
        let likely = if window.is_alone() {
            window.alone(scope.text, at, named)
        } else {
            window.several(scope.text, at, named)
        };
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

/// Those of the places behind `at` where a 3 stands.
#[inline(always)]
fn beginning_with_three(text: &[u8], at: usize, mut places: u64) -> u64 {
    let mut kept = 0;
    while places != 0 {
        let bit = places.trailing_zeros();
        kept |= u64::from(byte(text, at + bit as usize) == b'3') << bit;
        places &= places - 1;
    }
    kept
}

/// A block that begins with a group, up to where it is plain no more: digits, and one sign between
/// them.
struct Window {
    figures: Figures,
    end: u32,
    digits: u64,
    /// The first digit of each group.
    starts: u64,
    /// The signs.
    joins: u64,
}

impl Window {
    #[inline(always)]
    fn new(text: &[u8], at: usize) -> Window {
        let figures = block::figures(&block::load(text, at));
        let digit = figures.digit;
        let sign = figures.space | figures.dash | figures.dot | figures.slash;
        let joins = sign & digit << 1 & digit >> 1;
        let end = (!(digit | joins)).trailing_zeros();
        let digits = digit & below(end);
        Window {
            figures,
            end,
            digits,
            starts: digits & !(digits << 1),
            joins,
        }
    }

    /// Whether the end is one: a sign at the end of the block may join to what follows.
    #[inline(always)]
    fn ends(&self) -> bool {
        self.end as usize + 1 < BLOCK
    }

    /// Whether it is one group, or none that is plain.
    #[inline(always)]
    fn is_alone(&self) -> bool {
        self.ends() && self.starts <= 1
    }

    /// The group, if it may be a number.
    #[inline(always)]
    fn alone(&self, text: &[u8], at: usize, named: bool) -> u64 {
        let least = if named { SHORT } else { CARD };
        let known = named || (self.figures.zero | self.figures.one) & 1 == 0;
        let likely = self.end >= least && known || self.end >= TOO_LONG;
        u64::from(likely || self.goes_on(text, at) || self.is_extended(text, at))
    }

    /// Those of the groups that may be numbers.
    #[inline(always)]
    fn several(&self, text: &[u8], at: usize, named: bool) -> u64 {
        let rows = Rows::new(self);
        let mut likely = rows.likely() | beginning_with_three(text, at, rows.threes());
        if named {
            likely |= rows.named();
        }
        if !self.ends() {
            return likely & self.starts & below(DECIDED);
        }
        if self.goes_on(text, at) {
            likely |= !below(self.end.saturating_sub(ACROSS));
        } else if self.is_extended(text, at) {
            likely |= highest(self.starts);
        }
        likely & self.starts
    }

    /// Whether the end may not be one: a group in parentheses, or in digits of another width.
    #[inline(always)]
    fn goes_on(&self, text: &[u8], at: usize) -> bool {
        let end = at + self.end as usize;
        let behind = |byte| matches!(byte, b'(' | b')' | 0x80..);
        let sign = matches!(byte(text, end), b' ' | b'-' | b'.' | b'/');
        behind(byte(text, end)) || sign && behind(byte(text, end + 1))
    }

    /// Whether the last group is a run with an extension behind it.
    #[inline(always)]
    fn is_extended(&self, text: &[u8], at: usize) -> bool {
        // The bit behind the end is none of a digit.
        let last = (self.digits << 63_u32.saturating_sub(self.end) << 1).leading_ones();
        last >= SHORT && phone::is_extended(text, at + self.end as usize)
    }
}
