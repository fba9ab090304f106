//! `hostile_…`: a megabyte made to be slow, beside a megabyte of an ordinary log. The ratio is to stay below 3.

use std::hint::black_box;

use gambeson::Masker;

use super::corpus::{hostile, log};
use super::timed::subject;
use crate::harness::Bench;

pub(super) fn run(bench: &Bench, masker: &Masker) {
    let clean = log::clean(hostile::BYTES).text;
    // A log line may be a little longer than what was asked for.
    let clean = clean.get(..hostile::BYTES).unwrap_or(&clean);
    for (name, part) in hostile::REPEATED {
        let case = format!("hostile_{name}");
        if bench.wants(&case) {
            let text = hostile::repeat(part);
            let subjects = vec![
                subject("ours", || masker.mask(black_box(&text))),
                subject("text_clean", || masker.mask(black_box(clean))),
            ];
            bench.compare(&case, subjects);
        }
    }
    as_json(bench, masker, clean);
}

/// What looks like the beginning of JSON, to the masker of JSON.
fn as_json(bench: &Bench, masker: &Masker, clean: &str) {
    for (name, part) in [
        ("braces", "{"),
        ("brackets", "["),
        ("objects", "{\"a\":"),
        ("quotes", "\""),
        ("backslashes", "\\"),
    ] {
        let case = format!("hostile_json_{name}");
        if bench.wants(&case) {
            let body = format!("[\"{}", hostile::repeat(part));
            let body = &body.as_bytes()[..hostile::BYTES];
            let subjects = vec![
                subject("ours", || masker.mask_json_bytes(black_box(body))),
                subject("text_clean", || masker.mask(black_box(clean))),
            ];
            bench.compare(&case, subjects);
        }
    }
}
