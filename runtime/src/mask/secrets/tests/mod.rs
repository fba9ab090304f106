//! No token stands in these files: each is put together from its prefix and a body made here.

mod confirmed;
mod hostile;
mod masked;
mod providers;

use super::{cookie_at, cookie_line, pem_at, pem_filter, run_at, run_filter};
use crate::mask::finding::Found;
use crate::mask::names::Names;
use crate::mask::rules::{Rules, Scope};
use crate::mask::{Kind, Strictness};

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const HEX: &str = "0123456789abcdef";
const ALNUM: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const URL: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

/// So many characters of an alphabet, the same for the same seed.
fn body(seed: u64, alphabet: &str, length: usize) -> String {
    let letters = alphabet.as_bytes();
    let mut state = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(letters[(state >> 33) as usize % letters.len()])
    };
    // A dash at either end would belong to no token.
    (0..length)
        .map(|_| {
            loop {
                let letter = next();
                if length > 64 || letter.is_ascii_alphanumeric() {
                    break letter;
                }
            }
        })
        .collect()
}

fn rules(strictness: Strictness) -> Rules {
    let mut on: crate::mask::kind::KindSet = Kind::DEFAULT.iter().copied().collect();
    on.insert(Kind::HighEntropy);
    Rules {
        on,
        named: crate::mask::kind::KindSet::default(),
        strictness,
        names: Names::default(),
    }
}

/// What the scan would find: the confirmers asked in order of place, behind their filters.
fn find_with(text: &[u8], rules: &Rules) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut floor = 0;
    let (mut run, mut dashes, mut cookies) = (0, 0, 0);
    let eager = rules.strictness == Strictness::Eager;
    for (at, &byte) in text.iter().enumerate() {
        let word = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        run = if word { run + 1 } else { 0 };
        dashes = if byte == b'-' { dashes + 1 } else { 0 };
        let scope = Scope { text, floor, rules };
        let here = if at < floor {
            None
        } else if dashes == 4 && pem_filter(text, at) {
            pem_at(scope, at)
        } else if run == 16 && (eager || run_filter(text, at)) {
            run_at(scope, at)
        } else if byte == b'=' && at < cookies {
            cookie_at(scope, at)
        } else {
            None
        };
        if byte == b':' && at >= cookies {
            cookies = cookie_line(text, at).unwrap_or(cookies);
        }
        if let Some(here) = here {
            assert!(here.start >= floor && here.start < here.end && here.end <= text.len());
            floor = here.end;
            found.push(here);
        }
    }
    found
}

fn find(text: &str) -> Vec<(Kind, &str)> {
    of(text, Strictness::Balanced)
}

fn of(text: &str, strictness: Strictness) -> Vec<(Kind, &str)> {
    let found = find_with(text.as_bytes(), &rules(strictness));
    found
        .iter()
        .map(|found| (found.kind, &text[found.start..found.end]))
        .collect()
}

/// That exactly this is found, wherever it stands.
fn assert_found(kind: Kind, secret: &str) {
    for (before, after) in [
        ("", ""),
        ("key ", " is old"),
        ("{\"key\":\"", "\"}"),
        ("key=", "&next=1"),
        ("line\\n", "\\nline"),
        ("https://host/?a%3D", "%26b"),
        ("(", ")"),
        ("first\n", "\nsecond"),
        ("it is ", ". And so on"),
        ("é", "é"),
    ] {
        let text = format!("{before}{secret}{after}");
        assert_eq!(find(&text), [(kind, secret)], "{before:?} {after:?}");
    }
}

fn assert_nothing(text: &str) {
    assert_eq!(find(text), [], "{text}");
}
