//! All the kinds, driven as the scan drives them.

mod published;
mod rows;
mod table;
mod whole;

use super::{National, Wants};
use crate::mask::finding::Found;
use crate::mask::kind::KindSet;
use crate::mask::names::Names;
use crate::mask::rules::{Rules, Scope};
use crate::mask::{Confidence, Kind, Strictness};

fn rules(kinds: &[Kind], strictness: Strictness) -> Rules {
    let on: KindSet = kinds.iter().copied().collect();
    Rules {
        on,
        named: on,
        strictness,
        names: Names::default(),
    }
}

/// All findings in order of place.
fn scan(text: &[u8], rules: &Rules) -> Vec<Found> {
    scan_for(&National::new(rules.on), text, rules)
}

fn scan_for(national: &National, text: &[u8], rules: &Rules) -> Vec<Found> {
    let wants = national.wants();
    let is = |at: usize, class: fn(&u8) -> bool| text.get(at).is_some_and(class);
    let mut floor = 0;
    let mut found = Vec::new();
    for place in 0..text.len() {
        let first = |class: fn(&u8) -> bool| {
            is(place, class) && !place.checked_sub(1).is_some_and(|front| is(front, class))
        };
        let digit = wants.digits && first(u8::is_ascii_digit);
        let word = wants.words && first(u8::is_ascii_alphanumeric);
        if place < floor || !(digit || word) {
            continue;
        }
        if let Some(one) = national.at(Scope { text, floor, rules }, place) {
            assert!(one.start >= floor && one.end > one.start && one.end <= text.len());
            floor = one.end;
            found.push(one);
        }
    }
    found
}

fn found<'t>(kinds: &[Kind], text: &'t str) -> Vec<&'t str> {
    let rules = rules(kinds, Strictness::Balanced);
    let found = scan(text.as_bytes(), &rules);
    found.iter().map(|one| &text[one.start..one.end]).collect()
}

fn masked(national: &National, text: &[u8], rules: &Rules) -> Vec<u8> {
    let mut out = Vec::new();
    let mut copied = 0;
    for one in scan_for(national, text, rules) {
        out.extend_from_slice(&text[copied..one.start]);
        out.extend_from_slice(b"********");
        copied = one.end;
    }
    out.extend_from_slice(&text[copied..]);
    out
}

#[test]
fn each_row_of_the_public_suites_is_found_as_it_says() {
    let mut wrong = Vec::new();
    for (kind, text, expected) in rows::ROWS.iter().chain(published::ROWS) {
        let kind: Kind = kind.parse().unwrap();
        let found = found(&[kind], text);
        if found != *expected {
            wrong.push(format!(
                "{kind}: {text:?}: {expected:?}, but found {found:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_national_kind_has_a_row_that_finds_it() {
    let rows = || rows::ROWS.iter().chain(published::ROWS);
    for kind in super::tables().map(|rule| rule.kind) {
        let found = rows().any(|(name, _, expected)| *name == kind.name() && !expected.is_empty());
        assert!(found, "{kind}");
    }
}

#[test]
fn what_is_masked_is_not_found_again() {
    let rules = rules(Kind::ALL, Strictness::Balanced);
    let national = National::new(rules.on);
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    let rows: Vec<&str> = rows::ROWS
        .iter()
        .chain(published::ROWS)
        .map(|row| row.1)
        .collect();
    let glue = [
        "", " ", "-", ".", ", ", "\\n", "/", "x", "7", ":", "\n", "é", "_",
    ];
    for _ in 0..2_000 {
        let mut text = String::new();
        for _ in 0..=next(5) {
            text.push_str(rows[next(rows.len())]);
            text.push_str(glue[next(glue.len())]);
        }
        let once = masked(&national, text.as_bytes(), &rules);
        let twice = masked(&national, &once, &rules);
        let show = String::from_utf8_lossy;
        assert_eq!(show(&once), show(&twice), "{text}");
    }
}

#[test]
fn any_bytes_are_read_without_a_panic() {
    let rules = rules(Kind::ALL, Strictness::Eager);
    let national = National::new(rules.on);
    let mut state = 1_u64;
    let alphabet = b"09AZaz +-./:\\_@*()\xc3\xa9\xff\0nwhtps";
    for len in 0..2_000 {
        let text: Vec<u8> = (0..len % 80)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                alphabet[usize::try_from(state >> 33).unwrap() % alphabet.len()]
            })
            .collect();
        scan_for(&national, &text, &rules);
    }
}

#[test]
fn strict_wants_a_checksum_or_the_word_before_it() {
    let strict =
        |kind, text: &str| scan(text.as_bytes(), &rules(&[kind], Strictness::Strict)).len();
    assert_eq!(strict(Kind::UsPassport, "912803456"), 0);
    assert_eq!(strict(Kind::UsPassport, "passport number: 912803456"), 1);
    assert_eq!(strict(Kind::ItFiscalCode, "AAAAAA00B11C333Y"), 1);
    assert_eq!(strict(Kind::ItFiscalCode, "AAAAAA00B11C333N"), 0);
    assert_eq!(strict(Kind::UkNhs, "401 023 2137"), 1);
}

#[test]
fn the_surest_kind_names_what_several_could_be() {
    let rules = rules(Kind::US, Strictness::Balanced);
    let found = scan(b"121000358", &rules);
    assert_eq!(found.first().map(|one| one.kind), Some(Kind::AbaRouting));
    assert_eq!(
        found.first().map(|one| one.confidence),
        Some(Confidence::High)
    );
}

#[test]
fn only_kinds_that_are_on_are_looked_for() {
    let wants = |kinds: &[Kind]| National::new(kinds.iter().copied().collect()).wants();
    assert_eq!(wants(Kind::DEFAULT), Wants::default());
    let digits = wants(&[Kind::UkNhs, Kind::TrPhone]);
    assert!(digits.digits && !digits.words);
    let words = wants(&[Kind::UkNino]);
    assert!(!words.digits && words.words);
    assert_eq!(found(&[Kind::UkNino], "401-023-2137"), [""; 0]);
}

#[test]
fn an_escape_before_a_number_is_no_letter() {
    assert_eq!(found(&[Kind::UkNino], r"call\nAB123456C\n"), ["AB123456C"]);
    assert_eq!(found(&[Kind::UkNhs], r"nhs\n4010232137\n"), ["4010232137"]);
}
