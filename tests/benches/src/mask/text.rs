//! `text_clean`, `text_findings`: 100 KB of a log, with nothing to mask, and with something every two kilobytes; `_safe`: the
//! same as on a target without SSE2.

use std::borrow::Cow;
use std::hint::black_box;

use gambeson::Masker;
use gambeson::mask::bench::mask_portably;

use super::corpus::log;
use super::peers::patterns::{alternation, byte_scan, six_passes};
use super::timed::{assert_hidden, subject};
use crate::harness::{Bench, Subject};

const BYTES: usize = 100_000;

pub(super) fn run(bench: &Bench, masker: &Masker) {
    if bench.wants("text_clean") {
        let log = log::clean(BYTES).text;
        let found = masker.find(&log);
        assert!(found.is_empty(), "ours finds in the clean log: {found:?}");
        assert!(
            matches!(masker.mask(&log), Cow::Borrowed(_)),
            "a clean text is not copied"
        );
        for masked in [six_passes(log.as_bytes()), alternation(log.as_bytes())] {
            assert!(
                matches!(masked, Cow::Borrowed(_)),
                "a peer finds something in the clean log"
            );
        }
        bench.compare("text_clean", subjects(masker, &log));
    }
    if bench.wants("text_clean_safe") {
        let log = log::clean(BYTES).text;
        bench.compare("text_clean_safe", portable_subjects(masker, log.as_bytes()));
    }
    if bench.wants("text_findings_safe") {
        let log = log::with_findings(BYTES);
        let ours = mask_portably(masker, log.text.as_bytes());
        assert_hidden("ours", &ours, &log.secrets);
        let subjects = portable_subjects(masker, log.text.as_bytes());
        bench.compare("text_findings_safe", subjects);
    }
    if bench.wants("text_findings") {
        let log = log::with_findings(BYTES);
        let text = log.text.as_bytes();
        assert_hidden("ours", masker.mask(&log.text).as_bytes(), &log.secrets);
        assert_hidden("six_passes", &six_passes(text), &log.secrets);
        assert_hidden("alternation", &alternation(text), &log.secrets);
        bench.compare("text_findings", subjects(masker, &log.text));
    }
}

/// The masks in the arithmetic of every target, as where SSE2 is not.
fn portable_subjects<'a>(masker: &'a Masker, bytes: &'a [u8]) -> Vec<Subject<'a>> {
    vec![
        subject("ours", || mask_portably(masker, black_box(bytes))),
        subject("alternation", || alternation(black_box(bytes))),
    ]
}

fn subjects<'a>(masker: &'a Masker, text: &'a str) -> Vec<Subject<'a>> {
    let bytes = text.as_bytes();
    vec![
        subject("ours", || masker.mask(black_box(text))),
        subject("six_passes", || six_passes(black_box(bytes))),
        subject("alternation", || alternation(black_box(bytes))),
        subject("byte_scan", || byte_scan(black_box(bytes))),
    ]
}
