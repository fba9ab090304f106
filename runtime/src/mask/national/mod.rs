//! Numbers and names that a country, or the world, gives to people and things. All of them are off
//! until they are switched on, by name or as the pack of a country.

#![cfg_attr(not(test), expect(dead_code, reason = "used once the scan calls it"))]

mod africa;
mod americas;
mod asia;
mod australia;
mod border;
mod checksum;
mod crypto;
mod date;
mod device;
mod europe;
mod germany;
mod iberia;
mod india;
mod italy;
mod nordic;
mod packs;
mod path;
mod philippines;
mod rule;
mod shape;
mod turkey;
mod uk;
mod url;
mod us;

#[cfg(test)]
mod tests;

use self::rule::Rule;
use super::Kind;
use super::finding::Found;
use super::rules::{Rules, Scope};

/// Every rule that is told by a shape.
const TABLES: [&[Rule]; 15] = [
    device::RULES,
    us::RULES,
    africa::RULES,
    americas::RULES,
    asia::RULES,
    australia::RULES,
    europe::RULES,
    germany::RULES,
    iberia::RULES,
    india::RULES,
    italy::RULES,
    nordic::RULES,
    philippines::RULES,
    turkey::RULES,
    uk::RULES,
];

/// The places at which [`at`] has to be called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wants {
    /// Each first digit of a run of digits.
    pub(crate) digits: bool,
    /// Each first letter or digit of a run of letters and digits.
    pub(crate) words: bool,
}

/// Where a masker of these rules has to look.
pub(crate) fn wants(rules: &Rules) -> Wants {
    let mut wants = Wants::default();
    for rule in tables().filter(|rule| rules.on.contains(rule.kind)) {
        wants.digits = true;
        wants.words |= rule.begins_with_letter();
    }
    for kind in [Kind::Crypto, Kind::UserPath, Kind::Url] {
        wants.words |= rules.on.contains(kind);
    }
    wants
}

/// What stands at the first character of a word, or at the first digit of a number. No look costs
/// more than the longest of the shapes, and what it found aside, nothing below `at + 1` needs
/// another.
pub(crate) fn at(scope: Scope<'_>, at: usize) -> Option<Found> {
    better(starting(scope, at), starting_behind_escape(scope, at))
}

/// The `n` of `\n` is a letter where a word begins, but what it belongs to begins behind it.
fn starting_behind_escape(scope: Scope<'_>, at: usize) -> Option<Found> {
    let escape = scope.text.get(at.checked_sub(1)?..=at)?;
    if !matches!(escape, b"\\n" | b"\\r" | b"\\t") {
        return None;
    }
    starting(scope, at + 1)
}

fn starting(scope: Scope<'_>, at: usize) -> Option<Found> {
    let on = scope.rules.on;
    let mut best = None;
    for rule in tables().filter(|rule| on.contains(rule.kind)) {
        best = better(best, rule.find(scope, at));
    }
    if on.contains(Kind::Crypto) {
        best = better(best, crypto::find(scope, at));
    }
    if on.contains(Kind::UserPath) {
        best = better(best, path::find(scope, at));
    }
    if on.contains(Kind::Url) {
        best = better(best, url::find(scope, at));
    }
    best
}

fn tables() -> impl Iterator<Item = &'static Rule> {
    TABLES.into_iter().flatten()
}

/// The one that starts earlier, then the longer, then the surer, then the first.
fn better(first: Option<Found>, second: Option<Found>) -> Option<Found> {
    let (Some(one), Some(other)) = (first, second) else {
        return first.or(second);
    };
    let rank = |found: &Found| (std::cmp::Reverse(found.start), found.end, found.confidence);
    Some(if rank(&other) > rank(&one) {
        other
    } else {
        one
    })
}
