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
use groups::{Group, Groups, Join};
use region::{Region, Shape};

use super::rules::{Looked, Scope};
use super::{Found, Kind};

/// What the stretch of digits around `at` holds: the first thing in it.
pub(crate) fn region(scope: Scope<'_>, at: usize) -> Looked {
    let start = groups::beginning(scope.text, scope.floor, at);
    let Some((first, more)) = groups::first_group(scope.text, start) else {
        return Looked::nothing(at + 1);
    };
    if let Some(found) = masked::found(scope, &first) {
        return Looked::upon(found, at);
    }
    let said = words::stands_before(scope, first.from());
    let looked = if more {
        stretch(scope, Groups::new(scope.text, start), said)
    } else {
        let alone = Region::new(scope, std::slice::from_ref(&first), said);
        found(&alone).ok_or(first.end)
    };
    match looked {
        Ok(found) => Looked::upon(found, at),
        Err(end) => Looked::nothing(end.max(at + 1)),
    }
}

/// The first thing in a stretch, or where that ends.
fn stretch(scope: Scope<'_>, mut groups: Groups<'_>, mut said: bool) -> Result<Found, usize> {
    let mut end = 0;
    loop {
        let near = Region::new(scope, groups.ahead(AHEAD), said);
        let Some(group) = near.get(0) else {
            return Err(end);
        };
        end = group.end;
        let dated = date::date(&near, 0);
        if dated == 0
            && promises(&near)
            && let Some(found) = found(&Region::new(scope, groups.ahead(MOST), said))
        {
            return Ok(found);
        }
        groups.skip(dated.max(1));
        said = false;
    }
}

/// What begins with the first group.
fn found(region: &Region<'_>) -> Option<Found> {
    let shape = promises(region).then(|| shape(region)).flatten()?;
    let from = region.get(0)?.from();
    Some(Found::new(shape.kind, from..shape.end, shape.confidence))
}

/// What begins with the first group, of one of the three kinds.
fn shape(region: &Region<'_>) -> Option<Shape> {
    let on = |kind| region.wants(kind);
    if region.opens(0) == Border::Shut {
        return None;
    }
    let grouped = || {
        let card = on(Kind::Card).then(|| card::grouped(region, 0)).flatten();
        card.or_else(|| on(Kind::Ssn).then(|| ssn::grouped(region, 0)).flatten())
            .or_else(|| on(Kind::Phone).then(|| phone::grouped(region, 0)).flatten())
    };
    let bare = || {
        let card = on(Kind::Card).then(|| card::bare(region, 0)).flatten();
        card.or_else(|| on(Kind::Ssn).then(|| ssn::bare(region, 0)).flatten())
            .or_else(|| on(Kind::Phone).then(|| phone::bare(region, 0)).flatten())
    };
    grouped().or_else(bare)
}

/// Groups that are read to know whether a shape can begin, and to know whether it does.
const AHEAD: usize = 3;
const MOST: usize = 13;

/// Whether a shape begins with groups as long as these; the first group of a stretch may have a
/// word before it.
#[inline(always)]
fn promises(region: &Region<'_>) -> bool {
    let Some(group) = region.get(0) else {
        return false;
    };
    let count = |at| region.get(at).map_or(0, |group| group.count);
    let join = |at| region.get(at).map(|group| group.join);
    let fits = match (group.count, count(1), count(2)) {
        (4, 4, 4) | (4, 6, 4 | 5) | (3, 2, 4) => join(1) == join(2),
        (3, 7, _) | (1..=5, 3, 3 | 7) | (3, 3, 4) | (2, 4 | 5, 4) | (3, 4, 4) => true,
        (3, 6, _) | (5, 4, _) => join(1) == Some(Join::Dash),
        // `44 (0)20`, `01 (33)`.
        (1..=3, 1 | 2, _) => region.get(1).is_some_and(Group::enclosed),
        _ => false,
    };
    fits || group.count >= 7 || (group.first == 0 && group.count >= 2) || region.said
}

/// The number that begins with the `+` at `at`.
pub(crate) fn international(scope: Scope<'_>, at: usize) -> Looked {
    if !scope.rules.on.contains(Kind::Phone) {
        return Looked::nothing(at + 1);
    }
    let (found, seen) = phone::international(scope, at);
    Looked {
        found,
        seen: seen.max(at + 1),
    }
}
