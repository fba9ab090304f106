//! A second call, and a second answer.

use std::time::Duration;

use gambeson::{fallback, hedge};
use gambeson_tests::Recorded;

use crate::Fault;

#[hedge(after = "50ms", name = "hedged")]
async fn hedged(by: Duration) -> Result<(), Fault> {
    tokio::time::sleep(by).await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn calls_that_were_made_a_second_time() {
    assert_eq!(hedged(Duration::from_millis(49)).await, Ok(()));
    assert_eq!(hedged(Duration::from_millis(80)).await, Ok(()));
    Recorded::here().counts("hedges_total{name=hedged}", 1);
}

#[fallback(7, name = "second_best")]
async fn second_best(fails: bool) -> Result<u32, Fault> {
    if fails { Err(Fault::Down) } else { Ok(1) }
}

#[tokio::test]
async fn calls_that_were_answered_by_a_fallback() {
    assert_eq!(second_best(false).await, Ok(1));
    assert_eq!(second_best(true).await, Ok(7));
    Recorded::here().counts("fallbacks_total{name=second_best}", 1);
}
