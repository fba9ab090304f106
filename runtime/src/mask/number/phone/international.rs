//! Numbers that begin with `+`.

use super::super::border::{self, Border};
use super::super::groups::{Group, Groups, Join, MOST as MOST_GROUPS};
use super::super::region::Region;
use super::super::unit::{Unit, byte, byte_before, unit, unit_before};
use super::{Row, extension, longest};
use crate::mask::rules::Scope;
use crate::mask::{Confidence, Found, Kind};

/// Digits of a number with its country, and at least how many.
const LEAST: u32 = 7;
const MOST: u32 = 15;
/// Of one that is written in three pairs.
const SHORTEST: u32 = 6;

/// The number that begins with the `+` at `at`, and the place behind what was looked at.
pub(crate) fn international(scope: Scope<'_>, at: usize) -> (Option<Found>, usize) {
    let start = plus_begins(scope.text, at);
    let start = start - usize::from(byte_before(scope.text, start, 1) == b'+');
    let behind = skip_plus(scope.text, start);
    if start < scope.floor || !opens(scope.text, start) || !promises(scope.text, behind) {
        return (None, behind);
    }
    (number_from(scope, start, behind), behind)
}

/// The number that begins at `start`, and its digits at `digits`.
fn number_from(scope: Scope<'_>, start: usize, digits: usize) -> Option<Found> {
    let mut groups = Groups::of(scope.text);
    groups.begin(digits);
    let region = Region::new(scope, groups.first(MOST_GROUPS), None);
    let end = number(&region)?;
    let end = extension::end(scope.text, end).unwrap_or(end);
    Some(Found::new(Kind::Phone, start..end, Confidence::High))
}

/// Where the character begins that `at` is part of.
fn plus_begins(text: &[u8], at: usize) -> usize {
    let is_inside = |at| matches!(text.get(at), Some(0x80..=0xbf));
    let back = (0..3)
        .take_while(|back| is_inside(at.saturating_sub(*back)))
        .count();
    at.saturating_sub(back)
}

/// Behind one plus or two, of either width.
fn skip_plus(text: &[u8], mut at: usize) -> usize {
    for _ in 0..2 {
        at += match byte(text, at) {
            b'+' => 1,
            0xef if text.get(at..at + 3) == Some("\u{ff0b}".as_bytes()) => 3,
            _ => 0,
        };
    }
    at
}

/// A sum and an exponent have a digit before the plus; a letter may stand there.
fn opens(text: &[u8], start: usize) -> bool {
    let exponent = matches!(byte_before(text, start, 1), b'e' | b'E')
        && byte_before(text, start, 2).is_ascii_digit();
    let number = matches!(unit_before(text, start).0, Unit::Digit(_));
    let sign = matches!(byte_before(text, start, 1), b'*' | b'+' | b'_');
    !exponent && !number && !sign
}

/// Whether enough digits follow, before anything is made of them: the first is no 0.
fn promises(text: &[u8], mut at: usize) -> bool {
    let mut digits = 0;
    let mut signs = 0;
    while digits < SHORTEST && signs < 4 {
        let (found, len) = unit(text, at);
        match found {
            Unit::Digit(0) if digits == 0 => return false,
            Unit::Digit(_) => (digits, signs) = (digits + 1, 0),
            Unit::Other => return false,
            _ => signs += 1,
        }
        at += len;
    }
    digits == SHORTEST
}

fn number(region: &Region<'_>) -> Option<usize> {
    let first = region.get(0)?;
    let short = is_short(region);
    let row = Row {
        digits: if short { SHORTEST } else { LEAST }..=most(first),
        shortest: 1,
        most: 9,
    };
    let joins = |join| !matches!(join, Join::Broken);
    let groups = longest(region, 0, &row, joins)?;
    let digits: u32 = groups.iter().map(|group| u32::from(group.count)).sum();
    let last = groups.last()?;
    let whole = groups.len() > 1 || digits > LEAST;
    let country = !(first.first == 1 && digits != 11);
    let spread = first.count > 3 && has_lonely_digit(groups);
    (whole && country && !spread && closes(region, last)).then_some(last.to())
}

fn closes(region: &Region<'_>, last: &Group) -> bool {
    border::after(region.scope.text, last.to()) == Border::Clear
        || extension::end(region.scope.text, last.to()).is_some()
}

/// `+49-49-34`, the shortest that is written so.
fn is_short(region: &Region<'_>) -> bool {
    region.groups.len() == 3
        && region
            .groups
            .iter()
            .all(|group| group.count == 2 && !group.enclosed())
        && Region::one_join(region.groups) == Some(Join::Dash)
}

/// A single digit between dashes, which no number has behind a long group.
fn has_lonely_digit(groups: &[Group]) -> bool {
    let behind = groups.get(1..).unwrap_or_default();
    behind
        .iter()
        .any(|group| group.count == 1 && group.join == Join::Dash)
}

/// The digits of the longest number of the country, where it is short and well known: what
/// stands behind it is another number.
fn most(first: &Group) -> u32 {
    match (first.leading(1), first.leading(2)) {
        (_, 45 | 47) => 10,
        (1 | 7, _) | (_, 27 | 31 | 32 | 33 | 34 | 36 | 40 | 41 | 48 | 51) => 11,
        (_, 20 | 30 | 44 | 46 | 53 | 57 | 58 | 60 | 61 | 64 | 66 | 81 | 82 | 84 | 90 | 98) => 12,
        // Numbers that are free of charge are longer: `+65 1800 123 4567`.
        (_, 56 | 63 | 65 | 91 | 92) => 13,
        (_, 39 | 49 | 52 | 54 | 55 | 86) => 14,
        _ => MOST,
    }
}
