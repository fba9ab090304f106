//! `headers`: those of a usual request as they go into a log, three of sixteen secret.
//!
//! Ours masks the map and writes the copy's `Debug`; the peers write the map's `Debug` and mask that text; `plain` is
//! the `Debug` alone, with nothing masked.

use std::hint::black_box;

use gambeson::Masker;
use http::HeaderMap;

use super::corpus::headers::{SECRETS, usual};
use super::peers::patterns::{alternation, six_passes};
use super::timed::{assert_hidden, subject};
use crate::harness::Bench;

pub(super) fn run(bench: &Bench, masker: &Masker) {
    if !bench.wants("headers") {
        return;
    }
    let headers = usual();
    let text = |headers: &HeaderMap| format!("{headers:?}");
    let ours = || text(&masker.mask_headers(black_box(&headers)));
    assert_hidden("ours", ours().as_bytes(), SECRETS);
    // The patterns know no cookies: they are let off with the two that they know.
    for masked in [
        alternation(text(&headers).as_bytes()),
        six_passes(text(&headers).as_bytes()),
    ] {
        assert_hidden("a peer", &masked, &SECRETS[..2]);
    }
    let subjects = vec![
        subject("ours", ours),
        subject("alternation", || {
            alternation(text(black_box(&headers)).as_bytes()).into_owned()
        }),
        subject("six_passes", || {
            six_passes(text(black_box(&headers)).as_bytes()).into_owned()
        }),
        subject("plain", || text(black_box(&headers))),
    ];
    bench.compare("headers", subjects);
}
