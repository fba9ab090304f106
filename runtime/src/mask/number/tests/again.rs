//! Masking twice changes nothing, whatever stands beside what.

use super::driver::{ALL, mask, rules};
use crate::mask::rules::Strictness;

const PARTS: [&str; 63] = [
    "415-555-0132",
    "(415) 555-0132",
    "4111-1111-1111-1111",
    "4111 1111 1111 1111",
    "4111111111111111",
    "123-45-6789",
    "078 05 1123",
    "078.05.1123",
    "+1 415 555 0132",
    "+49 30 1234567",
    "+61267881324",
    "DE89370400440532013000",
    "GB29 NWBK 6016 1331 9268 19",
    "10.0.0.1",
    "10.0.0.0/8",
    "2001:db8::1",
    "fe80::1%eth0",
    "00:1A:2B:3C:4D:5E",
    "0012.3456.789A",
    "020 7946 0958",
    "4155550132",
    "06 12 34 56 78",
    "612 345 678",
    "078 123 45 67",
    "01 23 ",
    "call ",
    "tel",
    "phone: ",
    "iban ",
    " ext. 12",
    "x12",
    "#",
    " ",
    "  ",
    "-",
    "--",
    ".",
    ",",
    ":",
    "/",
    "+",
    "(",
    ")",
    "*",
    "**",
    "$",
    "\u{e9}",
    "\u{662f}",
    "\\n",
    "\n",
    "12",
    "2012-01-02",
    "1234",
    "07",
    "0",
    "123456789",
    "%20",
    "_",
    "a",
    "ssn ",
    "\u{ff14}\u{ff11}\u{ff15}",
    "\u{a0}",
    "::",
];

/// A small generator, the same in each run.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 40).unwrap_or(0)
}

#[test]
fn masking_twice_changes_nothing() {
    let mut state = 88_172_645_463_325_252;
    let rules = rules(&ALL, &[], Strictness::Balanced);
    for _ in 0..10_000 {
        let parts = 2 + next(&mut state) % 9;
        let text: String = (0..parts)
            .map(|_| PARTS[next(&mut state) % PARTS.len()])
            .collect();
        let once = mask(&rules, &text);
        assert_eq!(mask(&rules, &once), once, "{text}");
    }
}

#[test]
fn what_is_masked_is_found_again_and_stays() {
    let rules = rules(&ALL, &[], Strictness::Balanced);
    for text in [
        "***-***-4567",
        "****-****-****-1234",
        "DE********3000",
        "**415**, ***-**-****",
    ] {
        assert_eq!(mask(&rules, text), text);
    }
    assert_eq!(mask(&rules, "**415-555-0132**"), "*****-***-0132**");
    assert_eq!(mask(&rules, "*****-***-0132**"), "*****-***-0132**");
}
