//! A hedge above and beneath other attributes.

use std::cell::Cell;
use std::time::Duration;

use gambeson::resilience::{GuardKind, guards};
use gambeson::{Rejected, bulkhead, cached, hedge, retry};
use tokio::time::{Instant, sleep};

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

/// Each second body answers, after 10 ms; the others hang.
async fn every_second_hangs() -> Result<u32, Fault> {
    let number = ran();
    if number % 2 == 1 {
        std::future::pending::<()>().await;
    }
    sleep(Duration::from_millis(10)).await;
    Ok(number)
}

#[hedge(after = "100ms")]
#[bulkhead(2)]
async fn two_places() -> Result<u32, Fault> {
    every_second_hangs().await
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_loses_gives_its_place_back() {
    for number in [2, 4, 6] {
        assert_eq!(two_places().await, Ok(number));
    }
}

#[hedge(after = "100ms")]
#[bulkhead(1)]
async fn one_place() -> Result<u32, Fault> {
    ran();
    sleep(Duration::from_millis(300)).await;
    Ok(RUNS.get())
}

#[tokio::test(start_paused = true)]
async fn a_second_attempt_that_finds_no_place_leaves_the_first_alone() {
    assert_eq!(one_place().await, Ok(1));
}

#[retry(2, backoff = fixed("50ms"), jitter = none)]
#[hedge(after = "100ms")]
async fn retried() -> Result<u32, Fault> {
    match ran() {
        4 => Ok(4),
        _ => Err(Fault::Down),
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_above_begins_when_all_attempts_have_failed() {
    let began = Instant::now();
    assert_eq!(retried().await, Ok(4));
    assert!(
        began.elapsed() >= Duration::from_millis(50),
        "{:?}",
        began.elapsed()
    );
}

#[cached(ttl = "5m", key = "hedge:stacked:{id}", tier = memory)]
#[hedge(after = "100ms")]
async fn cached_above(id: u32) -> Result<u32, Fault> {
    every_second_hangs().await.map(|number| number + id)
}

#[tokio::test(start_paused = true)]
async fn beneath_a_cache_it_loads() {
    assert_eq!(cached_above(10).await, Ok(12));
    assert_eq!(cached_above(10).await, Ok(12));
    assert_eq!(RUNS.get(), 2);
}

#[hedge(after = "100ms", name = "counted searches")]
async fn counted() -> Result<u32, Fault> {
    every_second_hangs().await
}

#[tokio::test(start_paused = true)]
async fn what_it_starts_is_counted_under_its_name() {
    assert_eq!(counted().await, Ok(2));
    assert_eq!(counted().await, Ok(4));
    let all = guards();
    let ours = all.iter().find(|guard| guard.name == "counted searches");
    let ours = ours.expect("it is on the list");
    assert_eq!(ours.kind, GuardKind::Hedge);
    assert_eq!(ours.counted("hedges_total"), 2);
}
