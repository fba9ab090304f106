//! `count`: identical errors are told so many times a minute, and then in one line.

use std::time::Duration;

use gambeson::log_exceptions;
use gambeson::test::ManualClock;
use gambeson_tests::log_events::Events;
use tracing::Level;

use super::PayError;

const SHOWN: &[&str] = &["message", "error", "repeated"];

#[log_exceptions(count = 2)]
fn limited(error: Option<PayError>) -> Result<(), PayError> {
    error.map_or(Ok(()), Err)
}

#[log_exceptions(count = 1)]
fn inner() -> Result<(), PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions]
fn outer() -> Result<(), PayError> {
    inner()
}

#[test]
fn so_many_a_minute_are_told_and_the_next_call_tells_of_the_rest() {
    let clock = ManualClock::new();
    let _time = clock.on_this_thread();
    let (events, _listening) = Events::listen(Level::ERROR);
    for _ in 0..5 {
        assert!(limited(Some(PayError::NotFound)).is_err());
    }
    assert!(limited(Some(PayError::Declined("no"))).is_err());
    assert_eq!(
        events.lines(SHOWN),
        [
            "failed there is no such order -",
            "failed there is no such order -",
            "failed declined: no -",
        ]
    );
    clock.advance(Duration::from_secs(59));
    assert!(limited(None).is_ok());
    assert!(events.take().is_empty(), "the minute is not over");
    clock.advance(Duration::from_secs(1));
    assert!(limited(None).is_ok());
    assert_eq!(events.lines(SHOWN), ["repeated there is no such order 3"]);
    assert!(limited(Some(PayError::NotFound)).is_err());
    assert_eq!(events.lines(SHOWN), ["failed there is no such order -"]);
}

#[test]
fn what_is_only_counted_has_been_told_to_those_above() {
    let clock = ManualClock::new();
    let _time = clock.on_this_thread();
    let (events, _listening) = Events::listen(Level::ERROR);
    for _ in 0..3 {
        assert!(outer().is_err());
    }
    assert_eq!(events.lines(SHOWN), ["failed there is no such order -"]);
}
