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
//! | `near` | what the bytes around a run tell |
//! | `sieve` | which groups are worth it |
//! | `border` | what may stand before and behind |
//! | `region` | the groups with their text and rules |
//! | `date` | dates, which are refused |
//! | `masked` | what is masked already |
//! | `card`, `ssn`, `phone` | the shapes |
//! | `short` | numbers without four digits in a row |
//! | `words` | words that say what a number is |

#![expect(
    clippy::inline_always,
    reason = "what is done per byte or per group of a list of numbers takes a third longer as calls"
)]

pub(super) mod border;
mod card;
mod date;
mod groups;
mod masked;
mod near;
mod phone;
mod region;
mod short;
mod sieve;
mod ssn;
pub(super) mod unit;
pub(super) mod words;

#[cfg(test)]
pub(super) mod tests;

use border::Border;
use groups::{Group, Groups, Join, MOST};
use region::{Region, Shape};
use sieve::Next;
use words::Word;

pub(crate) use near::filter;
pub(crate) use short::filter as short_filter;

use super::rules::{Looked, Scope};
use super::{Found, Kind};

/// What the stretch of digits around `at` holds, which is the fourth digit of a run, of either
/// width, or stands behind the second of two short groups.
pub(crate) fn at(scope: Scope<'_>, at: usize) -> Looked {
    match unit::byte(scope.text, at) {
        b'0'..=b'9' | 0xEF => region(scope, at),
        _ => short::short(scope, at),
    }
}

/// What the stretch of digits around `at` holds: the first thing in it.
pub(crate) fn region(scope: Scope<'_>, at: usize) -> Looked {
    let start = groups::beginning(scope.text, scope.floor, at);
    if let Some(found) = masked::found(scope, start) {
        return Looked::upon(found, at);
    }
    match stretch(scope, start) {
        Ok(found) => Looked::upon(found, at),
        Err(end) => Looked::nothing(end.max(at + 1)),
    }
}

/// The first thing in a stretch, or where that ends.
fn stretch(scope: Scope<'_>, start: usize) -> Result<Found, usize> {
    let said = words::before(scope, start);
    if said.is_some() {
        // Anything is possible.
        return groups_from(scope, start, said);
    }
    match sieve::next(scope, start) {
        Next::Group(at) => groups_from(scope, at, None),
        Next::End(end) => Err(end),
    }
}

/// The first thing at the group at `at` or behind it.
#[inline(never)]
fn groups_from(scope: Scope<'_>, at: usize, mut said: Option<Word>) -> Result<Found, usize> {
    let mut groups = Groups::new(scope.text, at);
    let mut end = at;
    loop {
        let near = Region::new(scope, groups.ahead(NEAR), said);
        let dated = date::date(&near, 0);
        let most = far(&near);
        if dated == 0 && promises(&near) {
            let region = Region::new(scope, groups.ahead(most), said);
            if let Some(found) = found(&region) {
                return Ok(found);
            }
        }
        said = None;
        end = groups.leave(dated.max(1)).unwrap_or(end);
        let near = groups.ahead(NEAR);
        let Some(next) = near.first() else {
            return Err(end);
        };
        if near.iter().all(Group::is_plain) {
            match sieve::next(scope, next.start) {
                Next::Group(group) if group == next.start => {}
                Next::Group(group) => groups.go_to(group),
                Next::End(end) => return Err(end),
            }
        }
    }
}

/// What begins with the first group.
fn found(region: &Region<'_>) -> Option<Found> {
    let shape = shape(region)?;
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

/// Groups that are read to know whether a shape can begin.
const NEAR: usize = 4;
/// Those that a card of nineteen digits has.
const FIVE: usize = 5;

/// How many groups a shape may have that begins with these: those of any length begin with a zero,
/// or have one in parentheses, or stand behind a word.
fn far(near: &Region<'_>) -> usize {
    let zero = near.get(0).is_some_and(|group| group.first == 0);
    if zero || near.said.is_some() || near.groups.iter().any(Group::enclosed) {
        MOST
    } else {
        FIVE
    }
}

/// Whether a shape begins with groups as long as these.
#[inline(always)]
fn promises(region: &Region<'_>) -> bool {
    let Some(group) = region.get(0) else {
        return false;
    };
    let count = |at| region.get(at).map_or(0, |group| group.count);
    let fits = match (group.count, count(1), count(2)) {
        (4, 4, 4) | (3, 2, 4) => is_alike(region),
        (4, 6, 4 | 5) => group.first == 3 && is_alike(region),
        (3, 7, _) | (1..=5, 3, 3 | 7) | (3, 3 | 4, 4) | (2, 4 | 5, 4) => true,
        (3, 6, _) | (5, 4, _) => region.get(1).is_some_and(|group| group.join == Join::Dash),
        // `44 (0)20`, `01 (33)`.
        (1..=3, 1 | 2, _) => region.get(1).is_some_and(Group::enclosed),
        _ => false,
    };
    let run = group.count >= 7;
    fits || run || (group.first == 0 && group.count >= 2) || region.said.is_some()
}

/// Whether one sign joins the first three.
fn is_alike(region: &Region<'_>) -> bool {
    let three = region.groups.get(..3);
    let join = three.and_then(Region::one_join);
    matches!(join, Some(Join::Dash | Join::Space | Join::Dot))
}

/// Whether the `+` at `at` is worth a look.
#[inline(always)]
pub(crate) fn plus_filter(text: &[u8], at: usize) -> bool {
    phone::plus_filter(text, at)
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
