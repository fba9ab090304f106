//! Numbers of telephones.
//!
//! | file | subject |
//! |---|---|
//! | `north` | 3-3-4 of North America, with what stands before it |
//! | `trunk` | numbers that begin with 0: a trunk prefix, or 00 and a country |
//! | `other` | shapes of Brazil, China and Mexico; any shape behind a word |
//! | `short` | groups of two or three digits |
//! | `bare` | runs of digits |
//! | `international` | what begins with `+` |
//! | `extension` | `ext. 12`, `x12`, `#12` |

mod bare;
mod extension;
mod international;
mod north;
mod other;
mod short;
mod trunk;

use super::border::Border;
use super::card;
use super::groups::{Group, Join};
use super::region::{Region, Shape};
use crate::mask::{Confidence, Kind};

pub(super) use bare::bare;
pub(super) use international::{filter as plus_filter, international};

/// A telephone number by its shape.
pub(super) fn grouped(region: &Region<'_>, at: usize) -> Option<Shape> {
    let number = north::number(region, at)
        .or_else(|| other::number(region, at))
        .or_else(|| trunk::number(region, at))
        .or_else(|| other::said(region, at))?;
    let end = extension::end(region.scope.text, number.end).unwrap_or(number.end);
    Some(Shape::new(Kind::Phone, end, Confidence::Medium))
}

/// A telephone number without four digits in a row, of all groups of a stretch.
pub(super) fn short(region: &Region<'_>) -> Option<Shape> {
    let number = short::number(region)?;
    let end = extension::end(region.scope.text, number.end).unwrap_or(number.end);
    Some(Shape::new(Kind::Phone, end, Confidence::Medium))
}

/// Whether an extension stands behind a number that ends at `end`.
pub(super) fn is_extended(text: &[u8], end: usize) -> bool {
    extension::end(text, end).is_some()
}

/// Where a number ends, and how clear the borders have to be.
#[derive(Clone, Copy)]
struct Number {
    end: usize,
    least: Border,
}

impl Number {
    fn new(end: usize, least: Border) -> Number {
        Number { end, least }
    }

    /// The number, if it stands alone.
    fn alone(self, region: &Region<'_>, at: usize) -> Option<Number> {
        let closes = region.closes(self.end) >= self.least
            || extension::end(region.scope.text, self.end).is_some();
        (closes && region.opens(at) >= self.least).then_some(self)
    }
}

/// What a row of groups may be to be one number.
struct Row {
    /// Digits of all groups together.
    digits: std::ops::RangeInclusive<u32>,
    /// Digits of the shortest group behind the first.
    shortest: u8,
    /// Groups.
    most: usize,
}

/// The groups from `at` on that make up one number: as many as fit.
fn longest<'a>(
    region: &Region<'a>,
    at: usize,
    row: &Row,
    joins: impl Fn(Join) -> bool,
) -> Option<&'a [Group]> {
    let mut best = None;
    let mut digits = 0;
    // Up to here it is known that no other number begins.
    let mut known = 1;
    for (index, group) in region.groups.get(at..)?.iter().take(row.most).enumerate() {
        digits += u32::from(group.count);
        let goes_on = index == 0 || (joins(group.join) && group.count >= row.shortest);
        if !goes_on || digits > *row.digits.end() {
            break;
        }
        if !row.digits.contains(&digits) {
            continue;
        }
        // Most rows never get here, so that this is asked late.
        let another = |index| {
            let group = region.get(at + index);
            group.is_some_and(|group| group.join == Join::Space)
                && begins_another(region, at + index)
        };
        if (known..=index).any(another) {
            break;
        }
        known = index + 1;
        let closes = region.closes(group.to()) == Border::Clear
            || extension::end(region.scope.text, group.to()).is_some();
        if closes {
            best = region.groups.get(at..=at + index);
        }
    }
    best
}

/// A card or a date, which is not the rest of a number.
fn begins_another(region: &Region<'_>, at: usize) -> bool {
    card::begins(region, at) || super::date::date(region, at) > 0
}

/// Whether it can be the number of an area, or of an exchange, in North America.
fn is_area(group: &Group) -> bool {
    group.first >= 2
}
