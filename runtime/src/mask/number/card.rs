//! Numbers of payment cards: by shape where they are grouped, by range and checksum where not.

use super::border::Border;
use super::date::is_year;
use super::groups::{Group, Join};
use super::region::{Region, Shape};
use super::unit::{Unit, unit};
use crate::mask::{Confidence, Kind};

/// `4111-1111-1111-1111`, `3782 822463 10005`.
pub(super) fn grouped(region: &Region<'_>, at: usize) -> Option<Shape> {
    let groups = fours(region, at).or_else(|| amex(region, at))?;
    let joins = Region::one_join(groups)?;
    if !matches!(joins, Join::Dash | Join::Space | Join::Dot) || groups.iter().all(is_year) {
        return None;
    }
    let (first, last) = (groups.first()?, groups.last()?);
    let clear = region.opens(at) >= Border::Shared && region.closes(last.end) >= Border::Shared;
    let valid = luhn(region.scope.text, first.start, last.end);
    if !clear || (region.is_strict() && !valid) {
        return None;
    }
    let confidence = if valid {
        Confidence::High
    } else {
        Confidence::Medium
    };
    Some(Shape::new(Kind::Card, last.end, confidence))
}

/// Whether a card in groups begins here, whatever stands around it.
pub(super) fn begins(region: &Region<'_>, at: usize) -> bool {
    region
        .shape(at, [4, 4, 4, 4])
        .is_some_and(|groups| Region::one_join(groups).is_some())
}

/// Four groups of four, and what a number of nineteen digits has behind them.
fn fours<'a>(region: &Region<'a>, at: usize) -> Option<&'a [Group]> {
    region.shape(at, [4, 4, 4, 4])?;
    let longer = region.groups.get(at..at + 5).filter(|groups| {
        let (Some(first), Some(last)) = (groups.first(), groups.last()) else {
            return false;
        };
        last.count <= 3
            && Region::one_join(groups).is_some()
            && luhn(region.scope.text, first.start, last.end)
    });
    longer.or_else(|| region.groups.get(at..at + 4))
}

/// 4-6-5, and 4-6-4 of Diners Club.
fn amex<'a>(region: &Region<'a>, at: usize) -> Option<&'a [Group]> {
    let groups = region.groups.get(at..at + 3)?;
    let counts = groups.iter().map(|group| group.count);
    let fits = counts.clone().eq([4, 6, 5]) || counts.eq([4, 6, 4]);
    (fits && groups.first()?.first == 3).then_some(groups)
}

/// A run of digits without anything between them.
pub(super) fn bare(region: &Region<'_>, at: usize) -> Option<Shape> {
    let group = region.get(at)?;
    if !(12..=19).contains(&group.count) {
        return None;
    }
    let known = in_range(group) || (region.named(Kind::Card) && in_rare_range(group));
    // Sixteen digits that begin with 4 or 5 are hardly anything else.
    let sixteen = group.count == 16 && matches!(group.first, 4 | 5) && !region.is_strict();
    let valid = (known || sixteen) && luhn(region.scope.text, group.start, group.end);
    let confidence = if valid {
        Confidence::High
    } else {
        Confidence::Low
    };
    let clear = || region.opens(at) >= Border::Shared && region.closes(group.end) >= Border::Shared;
    (((known && valid) || sixteen) && clear())
        .then(|| Shape::new(Kind::Card, group.end, confidence))
}

/// The ranges of the networks. Time stamps in milliseconds, microseconds and nanoseconds begin
/// with 1, as none of these does.
fn in_range(group: &Group) -> bool {
    let six = group.leading(6);
    match group.count {
        13 => group.first == 4,
        14 => matches!(six / 1000, 300..=305 | 309) || matches!(six / 10_000, 36 | 38 | 39),
        15 => matches!(six / 10_000, 34 | 37),
        16 => in_range_of_sixteen(six),
        19 => group.first == 4 || matches!(six / 10_000, 62 | 65) || six / 100 == 6011,
        _ => false,
    }
}

fn in_range_of_sixteen(six: u64) -> bool {
    match six / 10_000 {
        // Visa, Mastercard, Discover, UnionPay, Maestro.
        40..=49 | 50..=59 | 60..=69 => true,
        // Mir and the second range of Mastercard.
        22..=27 => matches!(six / 100, 2200..=2205 | 2221..=2720),
        // JCB.
        35 => (3528..=3589).contains(&(six / 100)),
        // Diners Club, RuPay, Troy.
        30 | 36 | 38 | 39 | 81 | 82 => true,
        97 => six / 100 == 9792,
        _ => false,
    }
}

/// Ranges that other numbers have as well: Maestro of any length, and UATP.
fn in_rare_range(group: &Group) -> bool {
    match group.count {
        15 if group.first == 1 => true,
        12..=19 => matches!(group.leading(2), 50 | 56..=69),
        _ => false,
    }
}

/// The checksum of the digits of a stretch.
pub(super) fn luhn(text: &[u8], start: usize, end: usize) -> bool {
    let mut sums = [0_u32; 2];
    let mut count = 0_usize;
    let mut at = start;
    while at < end {
        let (found, len) = unit(text, at);
        if let Unit::Digit(digit) = found {
            let digit = u32::from(digit);
            let doubled = digit * 2 - if digit > 4 { 9 } else { 0 };
            // The last digit counts as it is, every second one before it doubled: which ones
            // those are is known at the end.
            let [even, odd] = &mut sums;
            if count.is_multiple_of(2) {
                (*even, *odd) = (*even + doubled, *odd + digit);
            } else {
                (*even, *odd) = (*even + digit, *odd + doubled);
            }
            count += 1;
        }
        at += len;
    }
    let [even, odd] = sums;
    let sum = if count.is_multiple_of(2) { even } else { odd };
    count > 0 && sum > 0 && sum.is_multiple_of(10)
}
