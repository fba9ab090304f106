//! Numbers that begin with 0: `020 7946 0958`, `090-1234-5678`, `030/1234567`, and with the
//! prefix that dials out, `0049 30 1234567`.

use super::super::border::Border;
use super::super::groups::{Group, Join};
use super::super::region::Region;
use super::{Number, Row, longest};

/// Of one country. Four groups may have two digits more, as in Argentina.
const NATIONAL: Row = Row {
    digits: 9..=11,
    shortest: 2,
    most: 5,
};
const LONG: Row = Row {
    digits: 12..=13,
    shortest: 2,
    most: 4,
};
/// With the prefix that dials out and the country.
const ABROAD: Row = Row {
    digits: 10..=17,
    shortest: 1,
    most: 8,
};

pub(super) fn number(region: &Region<'_>, at: usize) -> Option<Number> {
    let first = region.get(at)?;
    if first.first != 0 || first.count < 2 || region.opens(at) < Border::Clear {
        return None;
    }
    let groups = if dials_out(first) {
        longest(region, at, &ABROAD, is_plain).filter(|groups| groups.len() >= 3)
    } else if first.second == 0 {
        None
    } else {
        national(region, at)
    }?;
    Some(Number::new(groups.last()?.to(), Border::Clear))
}

/// `0049`, `01149`.
fn dials_out(first: &Group) -> bool {
    match first.count {
        3..=6 if first.first == 0 && first.second == 0 => first.leading(3) > 0,
        // Of 0049 the first three digits are 4, of 01149 eleven: zeros in front do not count.
        4..=6 => first.first == 0 && first.leading(3) == 11,
        _ => false,
    }
}

fn national<'a>(region: &Region<'a>, at: usize) -> Option<&'a [Group]> {
    let usual = longest(region, at, &NATIONAL, is_any);
    let long = || longest(region, at, &LONG, is_plain).filter(|groups| groups.len() == 4);
    let groups = long().or(usual)?;
    is_likely(groups).then_some(groups)
}

fn is_plain(join: Join) -> bool {
    matches!(join, Join::Space | Join::Dash | Join::None)
}

fn is_any(join: Join) -> bool {
    !matches!(join, Join::Broken)
}

/// Neither a zip code, nor a decimal, nor a fraction.
fn is_likely(groups: &[Group]) -> bool {
    let has = |join| move |group: &Group| group.join == join;
    let behind = groups.get(1..).unwrap_or_default();
    let slashes = behind
        .iter()
        .filter(|group| group.join == Join::Slash)
        .count();
    let dots = behind
        .iter()
        .filter(|group| group.join == Join::Dot)
        .count();
    let zip = matches!(groups, [zip, more] if zip.count == 5 && more.count == 4);
    let slash = slashes == 0 || (slashes == 1 && behind.first().is_some_and(has(Join::Slash)));
    let dot = dots == 0 || (dots == behind.len() && dots > 1);
    !behind.is_empty() && !zip && slash && dot
}
