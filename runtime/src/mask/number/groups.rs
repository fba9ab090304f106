//! A stretch of digits, cut into its groups once.

use super::border::percent_escape_ends;
use super::unit::{Unit, byte_before, unit, unit_before};

/// Groups that are looked at together. Numbers have at most ten.
const MOST: usize = 32;
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

/// The groups of a stretch.
pub(super) struct Groups {
    list: [Group; MOST],
    len: usize,
    /// Whether the stretch ends with the last group.
    complete: bool,
}

impl Groups {
    /// The stretch around a digit.
    pub(super) fn around(text: &[u8], floor: usize, at: usize) -> Groups {
        Groups::from(text, beginning(text, floor, at))
    }

    /// The stretch that begins at `start`.
    pub(super) fn from(text: &[u8], start: usize) -> Groups {
        let mut groups = Groups {
            list: [Group::EMPTY; MOST],
            len: 0,
            complete: false,
        };
        let mut at = start;
        let mut join = Join::None;
        while let Some(place) = groups.list.get_mut(groups.len) {
            let Some(group) = read_group(text, at, join) else {
                groups.complete = true;
                break;
            };
            *place = group;
            groups.len += 1;
            let Some((next_join, next)) = next_group(text, &group) else {
                groups.complete = true;
                break;
            };
            (join, at) = (next_join, next);
        }
        groups
    }

    pub(super) fn as_slice(&self) -> &[Group] {
        self.list.get(..self.len).unwrap_or_default()
    }

    /// How many of them can be the first of a number: of the last ones, more may follow.
    pub(super) fn starts(&self) -> usize {
        if self.complete {
            self.len
        } else {
            self.len.saturating_sub(8)
        }
    }
}

/// Where the stretch around `at` begins, as far as that is looked for.
fn beginning(text: &[u8], floor: usize, at: usize) -> usize {
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

/// The group that begins at `at`, perhaps with a parenthesis.
fn read_group(text: &[u8], at: usize, join: Join) -> Option<Group> {
    let mut group = Group {
        join,
        ..Group::EMPTY
    };
    let mut place = at;
    let mut open = 0;
    if let (Unit::Open, len) = unit(text, place) {
        place += len;
        open = u8::try_from(len).unwrap_or(1);
    }
    group.start = place;
    while group.count < TOO_LONG
        && let (Unit::Digit(digit), len) = unit(text, place)
    {
        match group.count {
            0 => group.first = digit,
            1 => group.second = digit,
            _ => {}
        }
        group.value = group.value.wrapping_mul(10).wrapping_add(u64::from(digit));
        group.count += 1;
        place += len;
    }
    group.end = place;
    if let (Unit::Close, len) = unit(text, place)
        && open > 0
    {
        group.open = open;
        group.close = u8::try_from(len).unwrap_or(1);
    } else if open > 0 {
        group.join = Join::Broken;
    }
    (group.count > 0).then_some(group)
}

/// What joins the group to the next, and where that begins.
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
