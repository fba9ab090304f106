//! Numbers whose groups have two or three digits each: `06 12 34 56 78`, `078 123 45 67`.

use super::super::border::Border;
use super::super::date;
use super::super::groups::{Group, Join};
use super::super::region::Region;
use super::super::unit::{Unit, byte, byte_before, unit, unit_before};
use super::super::words::Word;
use super::{Number, other};
use crate::mask::Kind;

pub(super) fn number(region: &Region<'_>) -> Option<Number> {
    let dated = date::date(region, 0) > 0;
    let said = (!dated).then(|| other::said(region, 0)).flatten();
    said.or_else(|| alone(region, dated))
}

/// All groups of a stretch, with nothing numeric beside them.
fn alone(region: &Region<'_>, dated: bool) -> Option<Number> {
    let groups = region.groups;
    let (first, last) = (groups.first()?, groups.last()?);
    let counts = Counts::of(groups)?;
    let shaped = match region.said {
        Some(Word::Phone | Word::Call) => !dated && (8..=12).contains(&counts.digits),
        _ if first.first == 0 => is_trunk(groups, &counts, dated),
        _ => region.named(Kind::Phone) && is_named(groups, &counts),
    };
    let alone = shaped && is_joined(groups) && is_alone(region, first, last);
    let number = Number::new(last.to(), Border::Clear);
    alone.then(|| number.alone(region, 0)).flatten()
}

/// How many digits the groups have.
struct Counts {
    /// A figure per group: 2222 is four pairs.
    figures: u32,
    digits: u32,
}

impl Counts {
    /// Of no more than six groups of two or three.
    fn of(groups: &[Group]) -> Option<Counts> {
        let mut counts = Counts {
            figures: 0,
            digits: 0,
        };
        for group in groups {
            if groups.len() > 6 || !matches!(group.count, 2 | 3) || group.enclosed() {
                return None;
            }
            counts.figures = counts.figures * 10 + u32::from(group.count);
            counts.digits += u32::from(group.count);
        }
        Some(counts)
    }
}

/// Behind the zero that stands for the country: five pairs, `078 123 45 67`, `021 234 567`.
fn is_trunk(groups: &[Group], counts: &Counts, dated: bool) -> bool {
    let [first, second, ..] = groups else {
        return false;
    };
    let shaped = match counts.figures {
        22222 => !(dated && is_time(groups)),
        3322 => true,
        333 => !is_sum(second),
        _ => false,
    };
    shaped && first.second > 0 && !counts_up(groups)
}

/// Shapes of which much else is, too.
fn is_named(groups: &[Group], counts: &Counts) -> bool {
    let [first, second, ..] = groups else {
        return false;
    };
    matches!(counts.figures, 333 | 3222) && first.first > 1 && !is_sum(second)
}

/// `612.345.678`, or a version.
fn is_sum(second: &Group) -> bool {
    second.join == Join::Dot
}

/// Hours and minutes behind a date.
fn is_time(groups: &[Group]) -> bool {
    matches!(groups, [_, _, _, hours, minutes] if hours.value < 24 && minutes.value < 60)
}

/// `01 02 03 04 05`, or the same over and over.
fn counts_up(groups: &[Group]) -> bool {
    let by = |step| {
        let mut pairs = groups.windows(2);
        pairs.all(|pair| matches!(pair, [one, next] if one.value + step == next.value))
    };
    by(0) || by(1)
}

/// One sign between all groups, or a dash behind the first and spaces between the rest.
fn is_joined(groups: &[Group]) -> bool {
    let [_, second, rest @ ..] = groups else {
        return false;
    };
    let plain = matches!(second.join, Join::Space | Join::Dash | Join::Dot);
    let all = |join| rest.iter().all(|group| group.join == join);
    plain && (all(second.join) || (second.join == Join::Dash && all(Join::Space)))
}

/// Whether no number, and no mask of one, is joined to the groups.
fn is_alone(region: &Region<'_>, first: &Group, last: &Group) -> bool {
    let text = region.scope.text;
    let joins = |found| matches!(found, Unit::Space | Unit::Dash | Unit::Dot | Unit::Slash);
    let (before, len) = unit_before(text, first.from());
    let start = first.from().saturating_sub(len);
    let digit = matches!(unit_before(text, start).0, Unit::Digit(_) | Unit::Close);
    let (behind, over) = unit(text, last.to());
    let joined = joins(before) && (digit || byte_before(text, start, 1) == b'*')
        || joins(behind) && byte(text, last.to() + over) == b'*';
    !joined && !is_dump(text, last.to())
}

/// ` ab cd`: bytes in hexadecimal go on.
fn is_dump(text: &[u8], at: usize) -> bool {
    let hex = |at| byte(text, at).is_ascii_hexdigit();
    let pair = |at| byte(text, at) == b' ' && hex(at + 1) && hex(at + 2);
    pair(at) && pair(at + 3) && !byte(text, at + 6).is_ascii_alphanumeric()
}
