//! Runs of digits: a number is no telephone by its digits, so a word, an extension or the kind's
//! name has to say so.

use super::super::border::Border;
use super::super::groups::Group;
use super::super::region::{Region, Shape};
use super::super::words::Word;
use super::extension;
use crate::mask::{Confidence, Kind};

pub(crate) fn bare(region: &Region<'_>, at: usize) -> Option<Shape> {
    let group = region.get(at)?;
    if !(7..=15).contains(&group.count) || region.opens(at) < Border::Clear {
        return None;
    }
    let extended = extension::end(region.scope.text, group.end);
    if extended.is_none() && region.closes(group.end) < Border::Clear {
        return None;
    }
    let known = is_north(group.count, group.value) || is_other(group);
    let local = extended.is_some() && group.first == 0 && group.count <= 11;
    let enough = local
        || known && (extended.is_some() || region.named(Kind::Phone))
        || match region.said {
            Some(Word::Phone) => true,
            Some(Word::Call) => known,
            _ => false,
        };
    let end = extended.unwrap_or(group.end);
    enough.then(|| Shape::new(Kind::Phone, end, Confidence::Medium))
}

/// `4155550132` and `14155550132`.
fn is_north(count: u8, value: u64) -> bool {
    let area = value / 10_000_000;
    let exchange = value / 10_000 % 1000;
    let country = if count == 11 { 1 } else { 0 };
    matches!(count, 10 | 11) && area / 1000 == country && area % 1000 >= 200 && exchange >= 200
}

/// A trunk prefix, the prefix that dials out, and mobile numbers of China.
fn is_other(group: &Group) -> bool {
    match (group.first, group.second) {
        (0, 0) => (11..=15).contains(&group.count),
        (0, _) => (9..=11).contains(&group.count),
        (1, 3..=9) => group.count == 11,
        _ => false,
    }
}
