//! Guards above one another do what is written: what is on top sees what is below as the function.
//!
//! Every two attributes, in both orders, have a test with two different outcomes, so that nesting them
//! the other way round fails it. Where an order is nearly always a mistake, the pair says `allow(order)`:
//!
//! | above | below |
//! |---|---|
//! | `circuit_breaker`, `bulkhead`, `hedge` | `cached` |
//! | `retry` | `cached(error_ttl = ..)` |
//! | `retry`, `circuit_breaker`, `hedge`, `cached` | `fallback` |
//! | `cached` | `invalidate` |
//!
//! One thing nothing lifts, and it is no matter of order: `cached` and `invalidate` of one key. Its
//! proof are `one_key_for_both.rs` and `one_key_for_both_is_not_lifted.rs` in `ui-tests/stack/fail`.

#[macro_use]
mod pairs;
mod script;
mod support;

mod attempts;
mod beside;
mod caches;
mod circuits;
mod cuts;
mod deadlines;
mod drops;
mod ends;
mod failures;
mod forms;
mod limits;
mod many;
mod moments;
mod open;
mod orders;
mod panics;
mod recommended;
mod refusals;
mod removals;
mod spelt;
mod sync;
mod times;

/// All attributes that have a place in a stack.
const ATTRIBUTES: &[&str] = &[
    "cached",
    "invalidate",
    "retry",
    "circuit_breaker",
    "timeout",
    "rate_limit",
    "bulkhead",
    "fallback",
    "hedge",
    "log_execution_time",
    "log_exceptions",
];

/// Those of them that are looked at on functions that are not async.
const SYNC: &[&str] = &[
    "cached",
    "retry",
    "circuit_breaker",
    "rate_limit",
    "bulkhead",
    "fallback",
    "log_execution_time",
    "log_exceptions",
];

#[track_caller]
fn assert_complete(attributes: &[&str], looked_at: &[[&str; 2]]) {
    for (place, a) in attributes.iter().enumerate() {
        for b in &attributes[place + 1..] {
            let one = |pair: &[&str; 2]| pair == &[*a, *b] || pair == &[*b, *a];
            assert!(looked_at.iter().any(one), "{a} and {b}");
        }
    }
}

#[test]
fn every_pair_is_looked_at() {
    let looked_at = [
        attempts::PAIRS,
        caches::PAIRS,
        circuits::PAIRS,
        failures::PAIRS,
        limits::PAIRS,
        removals::PAIRS,
        times::PAIRS,
    ];
    assert_complete(ATTRIBUTES, &looked_at.concat());
    let sync = [sync::PAIRS, failures::sync::PAIRS, times::sync::PAIRS];
    assert_complete(SYNC, &sync.concat());
}
