//! A fallback above other attributes: it answers what they refuse, and is counted.

use std::cell::Cell;

use gambeson::resilience::{GuardKind, guards};
use gambeson::{Rejected, cached, circuit_breaker, fallback, retry};

#[derive(Debug, Clone, PartialEq)]
enum Fault {
    Down,
    Rejected(Rejected),
}

impl From<Rejected> for Fault {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

fn ran() -> u32 {
    RUNS.set(RUNS.get() + 1);
    RUNS.get()
}

#[fallback(with = told)]
#[circuit_breaker(consecutive = 1)]
async fn guarded(item: u32) -> Result<String, Fault> {
    ran();
    if item == 0 {
        Err(Fault::Down)
    } else {
        Ok(item.to_string())
    }
}

fn told(item: u32, error: Fault) -> Result<String, Fault> {
    match error {
        Fault::Rejected(Rejected::CircuitOpen(_)) => Ok(format!("{item}: open")),
        error => Err(error),
    }
}

#[tokio::test]
async fn a_refusal_is_an_error_to_answer() {
    assert_eq!(guarded(0).await, Err(Fault::Down));
    assert_eq!(guarded(1).await, Ok("1: open".to_owned()));
    assert_eq!(RUNS.get(), 1);
}

#[fallback(0)]
#[retry(3, backoff = fixed("1ms"))]
async fn retried() -> Result<u32, Fault> {
    if ran() < 3 {
        Err(Fault::Down)
    } else {
        Ok(RUNS.get())
    }
}

#[tokio::test(start_paused = true)]
async fn above_a_retry_it_answers_after_the_last_attempt() {
    assert_eq!(retried().await, Ok(3));
}

#[fallback(0)]
#[cached(ttl = "5m", key = "fallback:above_the_cache:{item}", tier = memory)]
async fn above_the_cache(item: u32) -> Result<u32, Fault> {
    if ran() == 1 {
        Err(Fault::Down)
    } else {
        Ok(item)
    }
}

#[tokio::test]
async fn above_a_cache_its_value_is_not_stored() {
    assert_eq!(above_the_cache(7).await, Ok(0));
    assert_eq!(above_the_cache(7).await, Ok(7));
    assert_eq!(above_the_cache(7).await, Ok(7));
    assert_eq!(RUNS.get(), 2);
}

#[retry(3, backoff = fixed("1ms"))]
#[fallback(0, only(Fault::Rejected(_)))]
async fn for_some_beneath_a_retry(item: String) -> Result<usize, Fault> {
    if ran() < 3 {
        Err(Fault::Down)
    } else {
        Ok(item.len())
    }
}

#[tokio::test(start_paused = true)]
async fn a_fallback_for_other_errors_leaves_a_retry_above_it_alone() {
    assert_eq!(for_some_beneath_a_retry("tea".into()).await, Ok(3));
    assert_eq!(RUNS.get(), 3);
}

#[fallback(0, name = "counted prices")]
async fn counted(fails: bool) -> Result<u32, Fault> {
    if fails { Err(Fault::Down) } else { Ok(1) }
}

#[tokio::test]
async fn what_it_answers_is_counted_under_its_name() {
    for fails in [true, false, true] {
        assert!(counted(fails).await.is_ok());
    }
    let all = guards();
    let ours = all.iter().find(|guard| guard.name == "counted prices");
    let ours = ours.expect("it is on the list");
    assert_eq!(ours.kind, GuardKind::Fallback);
    assert_eq!(ours.counted("fallbacks_total"), 2);
}
