//! `#[circuit_breaker]` on functions.

mod ends;
mod fallback;
mod forms;
mod rules;

use std::sync::atomic::{AtomicUsize, Ordering};

use gambeson::circuit_breaker;
use gambeson::resilience::{Rejected, State};

use super::Fault;

static RAN: AtomicUsize = AtomicUsize::new(0);

#[circuit_breaker(handle = Plain)]
async fn plain(fails: bool) -> Result<u32, Fault> {
    RAN.fetch_add(1, Ordering::Relaxed);
    tokio::task::yield_now().await;
    if fails { Err(Fault::Down) } else { Ok(7) }
}

#[tokio::test]
async fn with_nothing_said_five_failures_open_the_circuit() {
    for _ in 0..4 {
        assert_eq!(plain(true).await, Err(Fault::Down));
    }
    assert_eq!(plain(false).await, Ok(7), "a success begins a new count");
    for _ in 0..5 {
        assert_eq!(plain(true).await, Err(Fault::Down));
    }
    let ran = RAN.load(Ordering::Relaxed);
    let Err(Fault::Rejected(Rejected::CircuitOpen(open))) = plain(false).await else {
        panic!("the circuit is open");
    };
    assert_eq!(open.name, "breaker::attribute::plain");
    assert!(open.retry_after.is_some());
    assert_eq!(RAN.load(Ordering::Relaxed), ran, "the body was not run");
    assert!(Plain::breaker().half_open());
    assert_eq!(plain(false).await, Ok(7), "one probe decides");
    assert_eq!(Plain::breaker().state(), State::Closed);
}

#[circuit_breaker(consecutive = 2, name = "sync", handle = Sync)]
fn sync(fails: bool) -> Result<u32, Fault> {
    if fails { Err(Fault::Down) } else { Ok(7) }
}

#[test]
fn a_function_that_is_not_async() {
    assert_eq!(sync(true), Err(Fault::Down));
    assert_eq!(sync(true), Err(Fault::Down));
    let refused = sync(false).unwrap_err();
    assert_eq!(Sync::breaker().name(), "sync");
    assert!(matches!(refused, Fault::Rejected(rejected) if rejected.name() == "sync"));
}

/// Calls `$call` so often, and says whether the circuit of `$handle` is open then.
macro_rules! opens {
    ($handle:ident, $count:literal, $call:expr) => {{
        $handle::breaker().reset();
        for _ in 0..$count {
            drop($call.await);
        }
        $handle::breaker().state() == State::Open
    }};
}

#[derive(Clone, Debug, PartialEq)]
enum PayError {
    Down,
    Declined(u32),
    Unknown,
    Rejected(Rejected),
}

impl From<Rejected> for PayError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

#[circuit_breaker(consecutive = 1, handle = Only, only(PayError::Down | PayError::Unknown))]
async fn only(result: Result<u32, PayError>) -> Result<u32, PayError> {
    result
}

#[circuit_breaker(consecutive = 1, handle = Except, except(PayError::Declined(..)))]
async fn except(result: Result<u32, PayError>) -> Result<u32, PayError> {
    result
}

#[circuit_breaker(
    consecutive = 1,
    handle = Closures,
    ignore = |error| matches!(error, PayError::Declined(_)),
    fail_if = |result| result.as_ref().is_ok_and(|status| *status >= 500)
)]
async fn closures(result: Result<u32, PayError>) -> Result<u32, PayError> {
    result
}

impl PayError {
    fn is_declined(&self) -> bool {
        matches!(self, Self::Declined(_))
    }
}

#[circuit_breaker(consecutive = 1, handle = Paths, ignore = PayError::is_declined)]
async fn paths(result: Result<u32, PayError>) -> Result<u32, PayError> {
    result
}

#[tokio::test]
async fn the_words_of_the_attribute_say_what_a_result_counts_as() {
    let declined = || Err(PayError::Declined(3));
    assert!(opens!(Only, 1, only(Err(PayError::Down))));
    assert!(opens!(Only, 1, only(Err(PayError::Unknown))));
    assert!(!opens!(Only, 9, only(declined())));
    assert!(opens!(Except, 1, except(Err(PayError::Unknown))));
    assert!(!opens!(Except, 9, except(declined())));
    assert!(!opens!(Closures, 9, closures(declined())));
    assert!(!opens!(Closures, 9, closures(Ok(200))));
    assert!(opens!(Closures, 1, closures(Ok(500))));
    assert!(opens!(Closures, 1, closures(Err(PayError::Down))));
    assert!(!opens!(Paths, 9, paths(declined())));
    assert!(opens!(Paths, 1, paths(Err(PayError::Down))));
}

#[tokio::test]
async fn an_ignored_error_does_not_end_a_row_of_failures() {
    #[circuit_breaker(consecutive = 2, handle = Row, except(PayError::Declined(_)))]
    async fn row(error: PayError) -> Result<(), PayError> {
        Err(error)
    }
    for error in [PayError::Down, PayError::Declined(1), PayError::Down] {
        drop(row(error).await);
    }
    assert_eq!(Row::breaker().state(), State::Open);
}
