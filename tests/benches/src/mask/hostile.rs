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
}
