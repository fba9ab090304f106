//! Social security numbers of the United States.

use super::border::Border;
use super::groups::{Group, Join};
use super::region::{Region, Shape};
use super::words::Word;
use crate::mask::{Confidence, Kind};

/// `123-45-6789`, with dashes whatever its numbers, with dots or spaces if it could be issued.
pub(super) fn grouped(region: &Region<'_>, at: usize) -> Option<Shape> {
    let groups = region.shape(at, [3, 2, 4])?;
    let [area, middle, serial] = groups;
    let issued = is_issued(area.value, middle.value, serial.value);
    let joined = match Region::one_join(groups)? {
        Join::Dash => true,
        Join::Dot | Join::Space => issued,
        _ => false,
    };
    let dashed = middle.join == Join::Dash;
    if !joined || !clear(region, at, serial.end, dashed) || (region.is_strict() && !issued) {
        return None;
    }
    let confidence = if issued {
        Confidence::Medium
    } else {
        Confidence::Low
    };
    Some(Shape::new(Kind::Ssn, serial.end, confidence))
}

/// Nine digits, or nine with one dash, that could be issued, where a word or the kind's name says
/// that they are.
pub(super) fn bare(region: &Region<'_>, at: usize) -> Option<Shape> {
    let (group, value) = whole(region, at).or_else(|| halves(region, at))?;
    let issued = is_issued(value / 1_000_000, value / 10_000 % 100, value % 10_000);
    if !issued || !clear(region, at, group.end, false) {
        return None;
    }
    let said = region.said == Some(Word::Ssn);
    let named = region.named(Kind::Ssn) && !is_advertised(value);
    (named || said).then(|| Shape::new(Kind::Ssn, group.end, Confidence::Medium))
}

fn clear(region: &Region<'_>, at: usize, end: usize, dashed: bool) -> bool {
    let least = if dashed {
        Border::Shared
    } else {
        Border::Clear
    };
    region.opens(at) >= least && region.closes(end) >= least
}

fn whole<'a>(region: &Region<'a>, at: usize) -> Option<(&'a Group, u64)> {
    let group = region.get(at)?;
    (group.count == 9).then_some((group, group.value))
}

/// `123-456789` and `12345-6789`.
fn halves<'a>(region: &Region<'a>, at: usize) -> Option<(&'a Group, u64)> {
    let groups = region.groups.get(at..at + 2)?;
    let [first, second] = groups else {
        return None;
    };
    let fits = matches!((first.count, second.count), (3, 6) | (5, 4)) && second.join == Join::Dash;
    let value = || first.value * 10_u64.pow(u32::from(second.count)) + second.value;
    fits.then(|| (second, value()))
}

/// Whether the numbers were ever given to someone.
fn is_issued(area: u64, middle: u64, serial: u64) -> bool {
    (1..900).contains(&area) && area != 666 && middle > 0 && serial > 0
}

/// Numbers of advertisements and samples.
fn is_advertised(value: u64) -> bool {
    matches!(value, 78_051_120 | 123_456_789 | 219_099_999)
}
