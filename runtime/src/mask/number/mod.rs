//! Numbers: cards, social security numbers and telephones.
//!
//! A stretch of digits is cut into its groups once, and at each group all shapes are tried, in the
//! order card, social security number, telephone by shape, then the same three for runs of digits.
//! Whether a shape counts is decided by it and a few bytes around it, never by what stands further
//! away: a second run, and a text that comes in pieces, lead to the same answers.
//!
//! | file | subject |
//! |---|---|
//! | `unit` | one character: a digit, a sign, something else |
//! | `groups` | a stretch, cut into groups |
//! | `border` | what may stand before and behind |
//! | `region` | the groups with their text and rules |
//! | `date` | dates, which are refused |
//! | `masked` | what is masked already |
//! | `card`, `ssn`, `phone` | the shapes |
//! | `words` | words that say what a number is |

pub(super) mod border;
mod card;
mod date;
mod groups;
mod masked;
mod phone;
mod region;
mod ssn;
pub(super) mod unit;
pub(super) mod words;

#[cfg(test)]
pub(super) mod tests;

use border::Border;
use groups::Groups;
use region::{Region, Shape};
use unit::{byte, byte_before};

use super::rules::{Looked, Scope};
use super::{Found, Kind};

/// Whether the run of digits whose fourth is at `at` can be part of anything: false for years of
/// dates, and for runs of up to six that stand alone.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    let Some(start) = at.checked_sub(3) else {
        return false;
    };
    let next = |ahead| byte(text, at + ahead);
    let run = 4
        + (1..4)
            .take_while(|ahead| next(*ahead).is_ascii_digit())
            .count();
    if run > 6 {
        return true;
    }
    let behind = run - 3;
    if run == 4 && is_date(text, start) {
        return false;
    }
    let joins = |byte: u8| matches!(byte, b' ' | b'-' | b'.' | b'/') || byte >= 0x80;
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'(' | b')' | b'*') || byte >= 0x80;
    let last = byte_before(text, start, 1);
    let joined = matches!(last, b')' | b'*') || joins(last) && digit(byte_before(text, start, 2));
    joined || joins(next(behind)) && digit(next(behind + 1)) || next(behind) == b'('
}

/// `2026-11-2` and its like, at the beginning of a number.
fn is_date(text: &[u8], start: usize) -> bool {
    let Some(&[first, second, _, _, sign, tens, ones, again]) = text.get(start..start + 8) else {
        return false;
    };
    matches!((first, second), (b'1', b'9') | (b'2', b'0'))
        && matches!(sign, b'-' | b'/')
        && again == sign
        && tens.is_ascii_digit()
        && ones.is_ascii_digit()
        && !matches!(
            byte_before(text, start, 1),
            b' ' | b'-' | b'.' | b'/' | b')' | b'('
        )
}

/// What the stretch of digits around `at` holds: the first thing in it.
pub(crate) fn region(scope: Scope<'_>, at: usize) -> Looked {
    let groups = Groups::around(scope.text, scope.floor, at);
    let region = Region {
        scope,
        groups: groups.as_slice(),
    };
    let mut index = 0;
    let mut seen = at + 1;
    while let Some(group) = region.get(index) {
        if index >= groups.starts() && group.start > at {
            break;
        }
        seen = seen.max(group.end);
        let dated = date::date(&region, index);
        if dated > 0 {
            index += dated;
            continue;
        }
        if let Some(found) = masked::found(scope, group) {
            return Looked::upon(found, at);
        }
        if let Some(shape) = shape(&region, index) {
            let found = Found::new(shape.kind, group.from()..shape.end, shape.confidence);
            return Looked::upon(found, at);
        }
        index += 1;
    }
    Looked { found: None, seen }
}

/// What begins with the group at `at`.
fn shape(region: &Region<'_>, at: usize) -> Option<Shape> {
    let on = |kind| region.wants(kind);
    if !promises(region, at) || region.opens(at) == Border::Shut {
        return None;
    }
    let grouped = || {
        let card = on(Kind::Card).then(|| card::grouped(region, at)).flatten();
        card.or_else(|| on(Kind::Ssn).then(|| ssn::grouped(region, at)).flatten())
            .or_else(|| {
                on(Kind::Phone)
                    .then(|| phone::grouped(region, at))
                    .flatten()
            })
    };
    let bare = || {
        let card = on(Kind::Card).then(|| card::bare(region, at)).flatten();
        card.or_else(|| on(Kind::Ssn).then(|| ssn::bare(region, at)).flatten())
            .or_else(|| on(Kind::Phone).then(|| phone::bare(region, at)).flatten())
    };
    grouped().or_else(bare)
}

/// Whether a shape begins with groups as long as this one and the next; the first group of a
/// stretch may have a word before it.
fn promises(region: &Region<'_>, at: usize) -> bool {
    let Some(group) = region.get(at) else {
        return false;
    };
    let next = region.get(at + 1).map_or(0, |next| next.count);
    let paired = match (group.count, next) {
        (4, 4 | 6) | (3, 2 | 3 | 4 | 6 | 7) | (5, 4) | (2, 4 | 5) | (1..=5, 3) => true,
        // `44 (0)20`, `01 (33)`.
        (1..=3, 1 | 2) => region.get(at + 1).is_some_and(groups::Group::enclosed),
        _ => false,
    };
    at == 0 || paired || group.count >= 7 || (group.first == 0 && group.count >= 2)
}

/// The number that begins with the `+` at `at`.
pub(crate) fn international(scope: Scope<'_>, at: usize) -> Looked {
    if !scope.rules.on.contains(Kind::Phone) {
        return Looked {
            found: None,
            seen: at + 1,
        };
    }
    let (found, seen) = phone::international(scope, at);
    Looked {
        found,
        seen: seen.max(at + 1),
    }
}

/// Whether a digit follows the `+` at `at`.
#[inline]
pub(crate) fn filter_international(text: &[u8], at: usize) -> bool {
    let next = byte(text, at + 1);
    next.is_ascii_digit() || matches!(next, b'(' | b'+') || next >= 0x80
}
