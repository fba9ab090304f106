//! `#[circuit_breaker]` on functions.

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
