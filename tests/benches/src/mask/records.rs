//! `debug_10`, `debug_10_pretty`, `json_view_10`: a struct of ten fields, four of them masked.

use std::fmt::Write as _;
use std::hint::black_box;

use gambeson::Masked;
use serde::Serialize;

use super::peers::records::{Classified, Plain, SECRETS, Veiled, sample};
use super::timed::{assert_hidden, subject};
use crate::harness::{Bench, Subject};

/// The same struct as the peers have.
#[derive(Masked)]
struct Ours {
    id: u64,
    #[mask(show)]
    reference: String,
    #[mask(show)]
    name: String,
    #[mask(email)]
    email: String,
    #[mask(phone)]
    phone: String,
    #[mask(card)]
    card: String,
    password: String,
    #[mask(show)]
    country: String,
    logins: u32,
    active: bool,
}

pub(super) fn run(bench: &Bench) {
    let ours = sample!(Ours, std::convert::identity);
    let (plain, veiled) = (Plain::sample(), Veiled::sample());
    if bench.wants("debug_10") {
        let (classified, engine) = (Classified::sample(), Classified::engine());
        let redact = |text: &mut String| engine.redacted_debug(&classified, text);
        let subjects = vec![
            written("ours", true, |text| write!(text, "{:?}", black_box(&ours))),
            written("std_derive", false, |text| {
                write!(text, "{:?}", black_box(&plain))
            }),
            written("veil", true, |text| {
                write!(text, "{:?}", black_box(&veiled))
            }),
            written("data_privacy", true, redact),
        ];
        bench.compare("debug_10", subjects);
    }
    // `data_privacy` writes one line whatever is asked for.
    if bench.wants("debug_10_pretty") {
        let subjects = vec![
            written("ours", true, |text| write!(text, "{:#?}", black_box(&ours))),
            written("std_derive", false, |text| {
                write!(text, "{:#?}", black_box(&plain))
            }),
            written("veil", true, |text| {
                write!(text, "{:#?}", black_box(&veiled))
            }),
        ];
        bench.compare("debug_10_pretty", subjects);
    }
    if bench.wants("json_view_10") {
        let view = ours.masked();
        let json = serialised(&view);
        assert_hidden("ours", &json, SECRETS);
        let subjects = vec![
            json_subject("ours", &view),
            json_subject("serde_json", &plain),
        ];
        bench.compare("json_view_10", subjects);
    }
}

/// Writes into a text that is used again: what it costs to make room is not what is compared.
fn written<'a>(
    name: &'static str,
    masks: bool,
    mut write: impl FnMut(&mut String) -> std::fmt::Result + 'a,
) -> Subject<'a> {
    let mut text = String::with_capacity(1_024);
    write(&mut text).expect("a text takes what is written");
    assert!(text.contains("ORD-2026-11-00048213"), "{name} wrote {text}");
    if masks {
        assert_hidden(name, text.as_bytes(), SECRETS);
    }
    subject(name, move || {
        text.clear();
        let _ = write(&mut text);
        text.len()
    })
}

fn serialised(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("text and numbers are JSON")
}

fn json_subject<'a>(name: &'static str, value: &'a impl Serialize) -> Subject<'a> {
    let mut json = Vec::with_capacity(1_024);
    subject(name, move || {
        json.clear();
        let _ = serde_json::to_writer(&mut json, black_box(value));
        json.len()
    })
}
