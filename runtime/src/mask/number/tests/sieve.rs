//! What is passed over holds nothing: each stretch is also walked group by group.

use super::super::groups::{self, Groups, MOST};
use super::super::region::Region;
use super::super::{date, found, masked, region, words};
use super::driver::{ALL, DEFAULT, rules};
use crate::mask::rules::{Looked, Rules, Scope, Strictness};
use crate::mask::{Found, Kind};

/// The first thing in a stretch, with a look at every group of it.
fn walk(scope: Scope<'_>, start: usize) -> Result<Found, usize> {
    let mut said = words::before(scope, start);
    let mut groups = Groups::new(scope.text, start);
    let mut end = 0;
    loop {
        let region = Region::new(scope, groups.ahead(MOST), said);
        let dated = date::date(&region, 0);
        if dated == 0
            && let Some(found) = found(&region)
        {
            return Ok(found);
        }
        end = match groups.leave(dated.max(1)) {
            Some(end) => end,
            None => return Err(end),
        };
        said = None;
    }
}

fn slowly(scope: Scope<'_>, at: usize) -> Looked {
    let start = groups::beginning(scope.text, scope.floor, at);
    if let Some(found) = masked::found(scope, start) {
        return Looked::upon(found, at);
    }
    match walk(scope, start) {
        Ok(found) => Looked::upon(found, at),
        Err(end) => Looked::nothing(end.max(at + 1)),
    }
}

const PARTS: [&str; 28] = [
    "1",
    "2",
    "12",
    "20",
    "30",
    "123",
    "415",
    "007",
    "010",
    "1234",
    "2026",
    "4111",
    "0049",
    "12345",
    "98456",
    "123456",
    "1234567",
    "5550132",
    "123456789",
    "012345678",
    "4155550132",
    "378282246310005",
    "4111111111111111",
    "777777777777777777777",
    "(",
    ")",
    "\u{ff11}\u{ff12}",
    "x12",
];
const SIGNS: [&str; 16] = [
    " ", " ", " ", " ", "-", "-", "-", ".", ".", "/", "/", "-", " ", "", "\u{a0}", ", ",
];

/// A small generator, the same in each run.
pub(super) fn next(state: &mut u64, below: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 40).unwrap_or(0) % below
}

/// Groups that are much alike, as they are in lists of numbers.
fn text(state: &mut u64) -> String {
    let from = next(state, PARTS.len());
    let some = 1 + next(state, PARTS.len());
    let sign = next(state, SIGNS.len());
    let mut text = String::from(["", "tel ", "a ", "("][next(state, 4)]);
    for _ in 0..2 + next(state, 40) {
        text += PARTS[(from + next(state, some)) % PARTS.len()];
        let odd = next(state, 4) == 0;
        text += SIGNS[if odd { next(state, SIGNS.len()) } else { sign }];
    }
    text
}

fn compare(rules: &Rules) {
    let mut state = 88_172_645_463_325_252;
    for _ in 0..2_000 {
        let text = text(&mut state);
        let scope = Scope {
            text: text.as_bytes(),
            floor: 0,
            rules,
        };
        let mut before = b' ';
        for (at, byte) in text.bytes().enumerate() {
            if !before.is_ascii_digit() && (byte.is_ascii_digit() || byte == 0xef) {
                let (fast, slow) = (region(scope, at), slowly(scope, at));
                assert_eq!(fast.found, slow.found, "{text:?} at {at}");
                assert_eq!(fast.seen, slow.seen, "{text:?} at {at}");
            }
            before = byte;
        }
    }
}

#[test]
fn nothing_is_passed_over_that_a_look_at_each_group_finds() {
    compare(&rules(&DEFAULT, &[], Strictness::Balanced));
    compare(&rules(&DEFAULT, &[], Strictness::Strict));
}

#[test]
fn nothing_is_passed_over_whose_kind_was_named() {
    compare(&rules(&ALL, &ALL, Strictness::Balanced));
    compare(&rules(&[Kind::Phone], &[Kind::Phone], Strictness::Balanced));
    compare(&rules(&[Kind::Ssn], &[Kind::Ssn], Strictness::Balanced));
}
