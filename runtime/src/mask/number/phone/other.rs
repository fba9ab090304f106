//! Shapes of further countries, and any shape behind a word that says what it is.

use super::super::border::Border;
use super::super::groups::{Group, Join};
use super::super::region::Region;
use super::super::words::Word;
use super::{Number, Row, longest};

pub(super) fn number(region: &Region<'_>, at: usize) -> Option<Number> {
    let end = enclosed_pair(region, at)
        .or_else(|| enclosed_pair_behind_zero(region, at))
        .or_else(|| enclosed_zero(region, at))
        .or_else(|| china(region, at))
        .or_else(|| brazil(region, at))?;
    Number::new(end, Border::Clear).alone(region, at)
}

/// `(33) 3461 2234`, `(11) 98456-5666`. No area ends with 0.
fn enclosed_pair(region: &Region<'_>, at: usize) -> Option<usize> {
    let [area, middle, line] = region
        .shape(at, [2, 4, 4])
        .or_else(|| region.shape(at, [2, 5, 4]))?;
    let joined = matches!(middle.join, Join::None | Join::Space)
        && matches!(line.join, Join::Space | Join::Dash)
        && !middle.enclosed()
        && !line.enclosed();
    (area.enclosed() && joined && area.first > 0 && area.second > 0).then_some(line.end)
}

/// `01 (33) 3461 2234`.
fn enclosed_pair_behind_zero(region: &Region<'_>, at: usize) -> Option<usize> {
    let prefix = region.get(at)?;
    let known = prefix.first == 0 && prefix.count <= 3 && !prefix.enclosed();
    known.then(|| enclosed_pair(region, at + 1)).flatten()
}

const BEHIND_ZERO: Row = Row {
    digits: 9..=15,
    shortest: 1,
    most: 7,
};

/// `44 (0)20 7946 0958`.
fn enclosed_zero(region: &Region<'_>, at: usize) -> Option<usize> {
    let [country, zero] = region.groups.get(at..at + 2)? else {
        return None;
    };
    let known = country.count <= 3 && country.first > 0 && zero.enclosed() && zero.value == 0;
    let joins = |join| matches!(join, Join::None | Join::Space | Join::Dash);
    let groups = (known && zero.count == 1).then(|| longest(region, at, &BEHIND_ZERO, joins))??;
    groups.last().map(Group::to)
}

/// `138 1234 5678`.
fn china(region: &Region<'_>, at: usize) -> Option<usize> {
    let groups = region.shape(at, [3, 4, 4])?;
    let [area, _, line] = groups;
    let joined = matches!(Region::one_join(groups)?, Join::Dash | Join::Space);
    (joined && area.first == 1 && area.second >= 3).then_some(line.end)
}

/// `11 98456-5666`.
fn brazil(region: &Region<'_>, at: usize) -> Option<usize> {
    let [area, mobile, line] = region.shape(at, [2, 5, 4])?;
    let joined = mobile.join == Join::Space && line.join == Join::Dash;
    (joined && area.second > 0 && mobile.first == 9).then_some(line.end)
}

/// Whatever shape directly behind `phone` and its like.
pub(super) fn said(region: &Region<'_>, at: usize) -> Option<Number> {
    if at > 0 || region.said != Some(Word::Phone) || region.opens(at) < Border::Clear {
        return None;
    }
    let row = Row {
        digits: if is_three_pairs(region) { 6 } else { 7 }..=15,
        shortest: 1,
        most: 8,
    };
    let joins = |join| matches!(join, Join::Space | Join::Dash | Join::Dot | Join::None);
    let groups = longest(region, at, &row, joins).filter(|groups| groups.len() > 1)?;
    Some(Number::new(groups.last()?.to(), Border::Clear))
}

/// `72 12 34`, the shortest that is written so.
fn is_three_pairs(region: &Region<'_>) -> bool {
    let pair = |group: &Group| group.count == 2 && !group.enclosed();
    region.groups.len() == 3 && region.groups.iter().all(pair)
}
