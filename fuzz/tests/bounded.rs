//! A run of the fuzz targets that ends, on any toolchain, the same each time.

use gambeson_fuzz::mutate::{Random, mutated};
use gambeson_fuzz::{json, stream, text};

/// Inputs per target.
const INPUTS: u64 = 20_000;

const CASES: &str = include_str!("../seeds/cases.txt");
const JSON: &str = include_str!("../seeds/json.txt");

fn run(seeds: &str, check: fn(&[u8])) {
    let seeds: Vec<&[u8]> = seeds.lines().map(str::as_bytes).collect();
    for seed in &seeds {
        check(seed);
    }
    for number in 1..=INPUTS {
        let input = mutated(
            &mut Random::new(number.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
            &seeds,
        );
        if let Err(panic) = std::panic::catch_unwind(|| check(&input)) {
            eprintln!("input {number}: {:?}", String::from_utf8_lossy(&input));
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn text_holds_what_it_promises() {
    run(CASES, text::check);
}

#[test]
fn json_holds_what_it_promises() {
    run(JSON, json::check);
}

#[test]
fn streams_hold_what_they_promise() {
    run(CASES, stream::check);
}
