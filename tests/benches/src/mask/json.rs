//! `json_1k`: a body of one kilobyte with four things to mask, as bytes.

use std::hint::black_box;

use gambeson::Masker;

use super::corpus::json::{BODY, SECRETS};
use super::peers::patterns::{alternation, six_passes};
use super::peers::walk::walk;
use super::timed::{assert_hidden, subject};
use crate::harness::Bench;

pub(super) fn run(bench: &Bench, masker: &Masker) {
    if !bench.wants("json_1k") {
        return;
    }
    let body = BODY.as_bytes();
    let walked = walk(body).expect("the body is JSON");
    assert_hidden("ours", &masker.mask_json_bytes(body), SECRETS);
    assert_hidden("alternation", &alternation(body), SECRETS);
    assert_hidden("six_passes", &six_passes(body), SECRETS);
    assert_hidden("walk", &walked, SECRETS);
    let subjects = vec![
        subject("ours", || masker.mask_json_bytes(black_box(body))),
        subject("alternation", || alternation(black_box(body))),
        subject("walk", || walk(black_box(body))),
        subject("six_passes", || six_passes(black_box(body))),
    ];
    bench.compare("json_1k", subjects);
}
