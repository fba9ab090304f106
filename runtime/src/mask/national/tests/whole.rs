//! The same rows through the whole masker.

use super::{published, rows};
use crate::mask::{Kind, Masker};

fn all_rows() -> impl Iterator<Item = (Kind, &'static str, &'static [&'static str])> {
    let rows = rows::ROWS.iter().chain(published::ROWS);
    rows.map(|(kind, text, expected)| (kind.parse().unwrap(), *text, *expected))
}

/// Letters and digits of `wanted` that no finding of `text` covers.
fn uncovered(masker: &Masker, text: &str, wanted: &str) -> usize {
    let start = text.find(wanted).unwrap();
    let found = masker.find(text);
    let places = wanted.char_indices().filter(|(_, c)| c.is_alphanumeric());
    let covered = |at: usize| found.iter().any(|one| one.range.contains(&at));
    places.filter(|(at, _)| !covered(start + at)).count()
}

#[test]
fn beside_the_defaults_every_positive_row_is_covered() {
    let mut wrong = Vec::new();
    for (kind, text, expected) in all_rows() {
        let masker = Masker::builder().kinds([kind]).build().unwrap();
        for wanted in expected {
            if uncovered(&masker, text, wanted) > 0 {
                wrong.push(format!("{kind}: {text:?}: {:?}", masker.find(text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn alone_no_kind_finds_anything_in_a_negative_row() {
    let mut wrong = Vec::new();
    for (kind, text, _) in all_rows().filter(|row| row.2.is_empty()) {
        let masker = Masker::builder().only([kind]).build().unwrap();
        let found = masker.find(text);
        if !found.is_empty() {
            wrong.push(format!("{kind}: {text:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rows, and what the defaults find, glued together at random.
fn glued() -> impl Iterator<Item = String> {
    let defaults = [
        "john@example.com",
        "415-555-0132",
        "4111-1111-1111-1111",
        "password=hunter2",
        "DE89 3704 0044 0532 0130 00",
        "https://a:b@c.com/x",
    ];
    let parts: Vec<&str> = all_rows().map(|row| row.1).chain(defaults).collect();
    let glue = [
        "", " ", "-", ".", ", ", "\\n", "/", "x", "7", ":", "\n", "é", "_",
    ];
    let mut state = 7_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    (0..1_500).map(move |_| {
        let count = 1 + next(5);
        (0..count)
            .map(|_| [parts[next(parts.len())], glue[next(glue.len())]].concat())
            .collect()
    })
}

#[test]
fn with_everything_on_a_second_run_changes_nothing() {
    let kinds = Kind::ALL.iter().copied();
    let masker = Masker::builder().kinds(kinds).build().unwrap();
    let mut wrong = Vec::new();
    for text in all_rows().map(|row| row.1.to_owned()).chain(glued()) {
        let once = masker.mask(&text);
        let twice = masker.mask(&once);
        if once != twice {
            wrong.push(format!("{text:?}: {once:?}: {twice:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_card_is_a_card_whatever_else_it_could_be() {
    let masker = Masker::builder().kinds([Kind::UsBank]).build().unwrap();
    assert_eq!(masker.mask("4111111111111111"), "****-****-****-1111");
    assert_eq!(masker.mask("12345678@example.com"), "1***@example.com");
    assert_eq!(masker.mask("account 945456787654"), "account ********");
}
