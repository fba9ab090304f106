//! Calls the confirmers at each place where they would be triggered, as the scan does.

use super::super::{at as number_at, international, near, short_filter};
use crate::mask::rules::{Looked, Rules, Scope, Strictness};
use crate::mask::style::Styles;
use crate::mask::{Found, Kind, address, iban};

/// The kinds of these parts.
pub(crate) const ALL: [Kind; 6] = [
    Kind::Card,
    Kind::Ssn,
    Kind::Phone,
    Kind::Iban,
    Kind::Ip,
    Kind::Mac,
];
pub(crate) const DEFAULT: [Kind; 4] = [Kind::Card, Kind::Ssn, Kind::Phone, Kind::Iban];

pub(crate) fn rules(on: &[Kind], named: &[Kind], strictness: Strictness) -> Rules {
    Rules {
        on: on.iter().copied().collect(),
        named: named.iter().copied().collect(),
        strictness,
        names: crate::mask::names::Names::default(),
    }
}

/// All that is found, in order of place.
pub(crate) fn find(rules: &Rules, text: &[u8]) -> Vec<Found> {
    find_where(rules, text, |_| true)
}

/// The same without a look at what the bytes around it refuse.
pub(super) fn find_near(rules: &Rules, text: &[u8]) -> Vec<Found> {
    find_where(rules, text, |at| {
        let start = at.saturating_sub(5);
        let block = text[start..].iter().take(64).enumerate();
        let digits = block.filter(|(_, byte)| byte.is_ascii_digit());
        let digits = digits.fold(0, |all, (bit, _)| all | 1 << bit);
        let wide = !text[at].is_ascii_digit();
        wide || near::filter(
            text,
            digits,
            start,
            at - start,
            rules.named.intersects(rules.on),
        )
    })
}

fn find_where(rules: &Rules, text: &[u8], is_worth: impl Fn(usize) -> bool) -> Vec<Found> {
    let mut all = Vec::new();
    let mut scope = Scope {
        text,
        floor: 0,
        rules,
    };
    let (mut number, mut address) = (0, 0);
    let mut at = 0;
    while at <= text.len() {
        if at < scope.floor {
            at += 1;
            continue;
        }
        let mut found = None;
        if is_iban(text, at) && iban::filter(text, at) {
            found = iban::at(scope, at);
        }
        if found.is_none() && is_plus(text, at) {
            found = international(scope, at).found;
        }
        if found.is_none() && at >= number && is_run(text, at) && is_worth(at) {
            found = keep(number_at(scope, at), &mut number);
        }
        if found.is_none() && at >= number && is_short(rules, text, at) {
            found = keep(number_at(scope, at), &mut number);
        }
        if found.is_none() && at >= address && address::filter(text, at) {
            found = keep(address::at(scope, at), &mut address);
        }
        if let Some(found) = found {
            assert!(found.start >= scope.floor && found.end > found.start);
            assert!(found.end <= text.len());
            scope.floor = found.end;
            all.push(found);
            // What ends before the place leaves it to another look.
            if found.end <= at {
                continue;
            }
        }
        at += 1;
    }
    all
}

fn keep(looked: Looked, seen: &mut usize) -> Option<Found> {
    *seen = looked.seen;
    looked.found
}

/// What is found, as text, with its kind.
pub(crate) fn texts(rules: &Rules, text: &str) -> Vec<(Kind, String)> {
    let found = find(rules, text.as_bytes());
    found
        .iter()
        .map(|found| (found.kind, text[found.start..found.end].to_owned()))
        .collect()
}

/// The text with its findings in their usual forms.
pub(crate) fn mask(rules: &Rules, text: &str) -> String {
    let styles = Styles::default();
    let mut masked = Vec::new();
    let mut done = 0;
    for found in find(rules, text.as_bytes()) {
        masked.extend_from_slice(&text.as_bytes()[done..found.start]);
        let matched = &text.as_bytes()[found.start..found.end];
        styles.pieces(found.kind, matched).append(&mut masked);
        done = found.end;
    }
    masked.extend_from_slice(&text.as_bytes()[done..]);
    String::from_utf8(masked).expect("cut between characters")
}

fn digit(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(u8::is_ascii_digit)
}

fn is_run(text: &[u8], at: usize) -> bool {
    let ascii =
        at >= 3 && (at - 3..=at).all(|at| digit(text, at)) && !(at >= 4 && digit(text, at - 4));
    ascii || text.get(at) == Some(&0xef) && text.get(at + 1) == Some(&0xbc)
}

/// The sign behind the second of two groups of two or three digits, or what ends them.
fn is_short(rules: &Rules, text: &[u8], at: usize) -> bool {
    let is_sign = |at: usize| {
        let sign = text.get(at).copied().unwrap_or(0);
        !sign.is_ascii_alphanumeric() && !matches!(sign, b'_' | b':' | b'=')
    };
    let group = |end: usize| (2..=3).find(|count| end >= *count && is_group(text, end, *count));
    let first = |count: usize| {
        at > count
            && is_sign(at - count - 1)
                .then(|| group(at - count - 1))
                .flatten()
                .is_some()
    };
    is_sign(at)
        && group(at).is_some_and(first)
        && short_filter(text, rules.named.contains(Kind::Phone), at)
}

/// Exactly so many digits before a place.
fn is_group(text: &[u8], end: usize, count: usize) -> bool {
    let start = end - count;
    (start..end).all(|at| digit(text, at)) && !(start > 0 && digit(text, start - 1))
}

fn is_plus(text: &[u8], at: usize) -> bool {
    let plus = |at: usize| text.get(at) == Some(&b'+');
    plus(at) && !(at > 0 && plus(at - 1)) || text[at..].starts_with("\u{ff0b}".as_bytes())
}

fn is_iban(text: &[u8], at: usize) -> bool {
    at >= 3
        && digit(text, at)
        && digit(text, at - 1)
        && text[at - 3..at - 1].iter().all(u8::is_ascii_alphabetic)
        && !(at >= 4 && text[at - 4].is_ascii_alphanumeric())
}
