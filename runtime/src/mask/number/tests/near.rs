//! What the bytes around a run refuse holds nothing: each text is also searched without them.

use super::driver::{ALL, DEFAULT, find, find_near, rules};
use super::sieve::next;
use crate::mask::rules::{Rules, Strictness};

const PARTS: [&str; 44] = [
    "1",
    "7",
    "0",
    "12",
    "05",
    "33",
    "99",
    "123",
    "030",
    "415",
    "555",
    "007",
    "2026",
    "1234",
    "0132",
    "4111",
    "0049",
    "12345",
    "123456",
    "1234567",
    "5550132",
    "123456789",
    "0301234567",
    "4155550132",
    "14155550132",
    "123456789012",
    "0123456789012",
    "378282246310005",
    "4111111111111111",
    "6222222222222222224",
    "777777777777777777777",
    "2026-11-21",
    "1999.01.31",
    "2026/11/21",
    "10:22:33",
    "10:22:33.123",
    "22:33.123456",
    "id",
    "tel",
    "ssn",
    "ext",
    "%20",
    "%a1",
    "\u{ff11}\u{ff12}",
];
const SIGNS: [&str; 22] = [
    " ", " ", " ", " ", " ", " ", "-", "-", ".", "/", "", "", ", ", "\n", ",", ": ", " (", ") ",
    "*", "x", "\u{a0}", "_",
];

fn text(state: &mut u64) -> String {
    let mut text = String::new();
    for _ in 0..=next(state, 10) {
        text += PARTS[next(state, PARTS.len())];
        text += SIGNS[next(state, SIGNS.len())];
    }
    text
}

fn compare(rules: &Rules) {
    let mut state = 88_172_645_463_325_252;
    for _ in 0..5_000 {
        let text = text(&mut state);
        let [near, all] = [find_near, find].map(|find| find(rules, text.as_bytes()));
        assert_eq!(near, all, "{text:?}");
    }
}

#[test]
fn nothing_is_refused_that_a_look_would_find() {
    compare(&rules(&DEFAULT, &[], Strictness::Balanced));
    compare(&rules(&ALL, &ALL, Strictness::Balanced));
}
