//! A stretch of digits, cut into groups.

use super::border::percent_escape_ends;
use super::unit::{Unit, byte, byte_before, unit, unit_before};

/// Groups that a number has at most, with those that may follow it.
pub(super) const MOST: usize = 13;
/// Bytes, and groups, that are looked at before the place that triggered.
const BACK: usize = 40;
const GROUPS_BACK: usize = 6;
/// Digits of a group; what is longer is no number.
const LONGEST: u8 = 20;
/// A group as long as that stands for a longer one.
const TOO_LONG: u8 = LONGEST + 1;

/// What stands between a group and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// Nothing but a parenthesis, or the beginning.
    None,
    Space,
    Dash,
    Dot,
    Slash,
    /// A parenthesis that is not closed: nothing goes on over it.
    Broken,
}

/// Digits without anything between them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The first digit and the end of the last.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: u64,
    /// How many digits.
    pub(super) count: u8,
    pub(super) first: u8,
    pub(super) second: u8,
    pub(super) join: Join,
    /// Bytes of the parentheses around it; there are two or none.
    open: u8,
    close: u8,
}

impl Group {
    const EMPTY: Group = Group {
        start: 0,
        end: 0,
        value: 0,
        count: 0,
        first: 0,
        second: 0,
        join: Join::None,
        open: 0,
        close: 0,
    };

    pub(super) fn enclosed(&self) -> bool {
        self.close > 0
    }

    /// The number that its first digits are.
    pub(super) fn leading(&self, digits: u32) -> u64 {
        let behind = u32::from(self.count).saturating_sub(digits);
        let power = 10_u64.checked_pow(behind);
        power.map_or(0, |power| self.value / power)
    }

    /// Where it begins, with its parenthesis.
    pub(super) fn from(&self) -> usize {
        self.start - usize::from(self.open)
    }

    /// Where it ends, with its parenthesis.
    pub(super) fn to(&self) -> usize {
        self.end + usize::from(self.close)
    }
}

/// Groups of a stretch, from one of them on. They are read where they stay: to move what was just
/// written would wait for it.
pub(super) struct Groups<'t> {
    text: &'t [u8],
    list: [Group; MOST],
    len: usize,
    /// What joins the next one to the last, and where it begins.
    next: Option<(Join, usize)>,
}

impl<'t> Groups<'t> {
    pub(super) fn of(text: &'t [u8]) -> Groups<'t> {
        Groups {
            text,
            list: [Group::EMPTY; MOST],
            len: 0,
            next: None,
        }
    }

    /// From the group on that begins at `start`.
    pub(super) fn begin(&mut self, start: usize) {
        self.len = 0;
        self.next = Some((Join::None, start));
    }

    /// The first ones, as many as were asked for, or fewer at the end of the stretch.
    #[inline]
    pub(super) fn first(&mut self, count: usize) -> &[Group] {
        for group in self.list.iter_mut().take(count).skip(self.len) {
            let Some((join, at)) = self.next.take() else {
                break;
            };
            if !read_group(self.text, at, join, group) {
                break;
            }
            self.len += 1;
            self.next = next_group(self.text, group);
        }
        self.list.get(..self.len).unwrap_or_default()
    }
}

/// Where the stretch around `at` begins, as far as that is looked for.
pub(super) fn beginning(text: &[u8], floor: usize, at: usize) -> usize {
    let least = floor.max(at.saturating_sub(BACK));
    let mut start = at;
    // Not inside a character.
    while start > least && matches!(text.get(start), Some(0x80..=0xbf)) {
        start -= 1;
    }
    let mut seps = 0;
    let mut groups = 0;
    while start > least {
        let (unit, len) = unit_before(text, start);
        if start < least + len {
            break;
        }
        match unit {
            Unit::Other => break,
            Unit::Digit(_) if seps == 0 && percent_escape_ends(text, start) => break,
            Unit::Digit(_) => seps = 0,
            Unit::Open | Unit::Close => {}
            _ => {
                seps += 1;
                groups += 1;
                if seps > 1 || groups > GROUPS_BACK {
                    break;
                }
            }
        }
        start -= len;
    }
    if start == least && start > floor {
        start = past_digits(text, start, at);
    }
    first_digit(text, start, at)
}

/// Where a run of digits that was cut in two ends.
fn past_digits(text: &[u8], mut start: usize, at: usize) -> usize {
    let cut = byte_before(text, start, 1).is_ascii_digit() || byte_before(text, start, 1) >= 0x80;
    while cut && start < at {
        let (found, len) = unit(text, start);
        if !matches!(found, Unit::Digit(_) | Unit::Other) {
            break;
        }
        start += len;
    }
    start
}

/// The first group at or behind `start`, with its parenthesis.
fn first_digit(text: &[u8], mut start: usize, at: usize) -> usize {
    while start < at {
        let (found, len) = unit(text, start);
        let ahead = unit(text, start + len).0;
        match found {
            Unit::Digit(_) => break,
            Unit::Open if matches!(ahead, Unit::Digit(_)) => break,
            _ => start += len,
        }
    }
    start
}

/// Reads the group that begins at `at`, perhaps with a parenthesis. It is written where it stays:
/// to move it at once would wait for what was just written.
#[inline(always)]
fn read_group(text: &[u8], at: usize, join: Join, group: &mut Group) -> bool {
    group.join = join;
    group.start = at;
    (group.open, group.close) = (0, 0);
    let plain = byte(text, at).is_ascii_digit();
    if !plain && let (Unit::Open, len) = unit(text, at) {
        group.start += len;
        group.open = u8::try_from(len).unwrap_or(1);
    }
    plain_digits(text, group);
    if byte(text, group.end) >= 0x80 {
        wide_digits(text, group);
    }
    if !plain && group.open > 0 {
        if let (Unit::Close, len) = unit(text, group.end) {
            group.close = u8::try_from(len).unwrap_or(1);
        } else {
            group.open = 0;
            group.join = Join::Broken;
        }
    }
    group.count > 0
}

/// Reads the digits of ASCII that a group begins with, eight at a time.
#[inline(always)]
fn plain_digits(text: &[u8], group: &mut Group) {
    let (mut count, mut value) = eight_digits(text, group.start);
    group.first = byte(text, group.start).wrapping_sub(b'0');
    group.second = if count > 1 {
        byte(text, group.start + 1).wrapping_sub(b'0')
    } else {
        0
    };
    let mut more = count;
    while more == 8 && count <= usize::from(LONGEST) {
        let (next, behind) = eight_digits(text, group.start + count);
        let power = POWERS.get(next).copied().unwrap_or(1);
        value = value.wrapping_mul(power).wrapping_add(behind);
        (more, count) = (next, count + next);
    }
    count = count.min(usize::from(TOO_LONG));
    group.value = value;
    group.end = group.start + count;
    group.count = u8::try_from(count).unwrap_or(TOO_LONG);
}

const POWERS: [u64; 9] = [
    1,
    10,
    100,
    1000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
];

/// How many of the next eight bytes are digits, up to the first that is none, and their number.
#[inline(always)]
fn eight_digits(text: &[u8], at: usize) -> (usize, u64) {
    let rest = text.get(at..).unwrap_or_default();
    let eight = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        for (to, from) in eight.iter_mut().zip(rest) {
            *to = *from;
        }
        eight
    });
    // A digit becomes its value; the highest bit of a byte tells that it is none.
    let x = u64::from_le_bytes(eight) ^ 0x3030_3030_3030_3030;
    let others = ((x & 0x7f7f_7f7f_7f7f_7f7f) + 0x7676_7676_7676_7676 | x) & 0x8080_8080_8080_8080;
    let bits = (others.trailing_zeros() / 8) * 8;
    // Zeros in front; pairs, fours and the whole are added up.
    let x = x.checked_shl(64 - bits).unwrap_or(0);
    let x = (x & 0x0f0f_0f0f_0f0f_0f0f).wrapping_mul(2561) >> 8;
    let x = (x & 0x00ff_00ff_00ff_00ff).wrapping_mul(6_553_601) >> 16;
    let x = (x & 0x0000_ffff_0000_ffff).wrapping_mul(42_949_672_960_001) >> 32;
    ((bits / 8) as usize, x)
}

/// Reads on where a digit of another width may follow.
#[cold]
fn wide_digits(text: &[u8], group: &mut Group) {
    while group.count < TOO_LONG
        && let (Unit::Digit(digit), len) = unit(text, group.end)
    {
        match group.count {
            0 => group.first = digit,
            1 => group.second = digit,
            _ => {}
        }
        group.value = group.value.wrapping_mul(10).wrapping_add(u64::from(digit));
        group.count += 1;
        group.end += len;
    }
}

/// What joins the group to the next, and where that begins.
#[inline(always)]
fn next_group(text: &[u8], group: &Group) -> Option<(Join, usize)> {
    if group.count == TOO_LONG {
        return None;
    }
    let mut at = group.to();
    let (found, len) = unit(text, at);
    let join = match found {
        Unit::Space => Join::Space,
        Unit::Dash => Join::Dash,
        Unit::Dot => Join::Dot,
        Unit::Slash => Join::Slash,
        Unit::Open => Join::None,
        Unit::Digit(_) if group.enclosed() => Join::None,
        _ => return None,
    };
    if join != Join::None {
        at += len;
    }
    match unit(text, at) {
        (Unit::Digit(_), _) => Some((join, at)),
        (Unit::Open, len) => matches!(unit(text, at + len).0, Unit::Digit(_)).then_some((join, at)),
        _ => None,
    }
}
