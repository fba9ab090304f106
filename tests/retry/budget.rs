//! That retries stay a share of the calls.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gambeson::resilience::{Backoff, Retry};
use gambeson::retry;
use gambeson::test::follow_tokio;

#[tokio::test(start_paused = true)]
async fn in_an_outage_a_service_gets_a_fifth_more_calls_and_no_more() {
    static ASKED: AtomicU32 = AtomicU32::new(0);

    #[retry(4, backoff = exponential("20ms", max = "1s"), budget = 0.2)]
    async fn call() -> Result<(), ()> {
        ASKED.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(5)).await;
        Err(())
    }
    let _time = follow_tokio();
    let callers: Vec<_> = (0..10_000_u64)
        .map(|number| {
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(number / 2)).await;
                call().await
            })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), Err(()));
    }
    let asked = ASKED.load(Ordering::Relaxed);
    assert!((11_900..=12_000).contains(&asked), "{asked}");
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_callers_that_all_fail_at_once_shares_the_budget() {
    static ASKED: AtomicU32 = AtomicU32::new(0);

    #[retry(3, backoff = fixed("10ms"), budget = "20%")]
    async fn call() -> Result<(), ()> {
        ASKED.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(5)).await;
        Err(())
    }
    let _time = follow_tokio();
    let callers: Vec<_> = (0..10_000).map(|_| tokio::spawn(call())).collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), Err(()));
    }
    let asked = ASKED.load(Ordering::Relaxed);
    assert!((11_900..=12_000).contains(&asked), "{asked}");
}

#[tokio::test(start_paused = true)]
async fn a_call_now_and_then_is_tried_again_all_the_same() {
    #[retry(3, backoff = fixed("10ms"), budget = 0.01)]
    async fn call(asked: &Cell<u32>) -> Result<(), ()> {
        asked.set(asked.get() + 1);
        Err(())
    }
    let _time = follow_tokio();
    let asked = Cell::new(0);
    for _ in 0..20 {
        assert_eq!(call(&asked).await, Err(()));
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
    assert_eq!(asked.get(), 3 * 20);
}

#[tokio::test]
async fn a_clone_shares_the_budget_and_another_retry_does_not() {
    let clock = gambeson::test::ManualClock::new();
    let build = || {
        let backoff = Backoff::none();
        let builder = Retry::builder().attempts(2).backoff(backoff).budget(0.001);
        builder.clock(clock.clone()).build().unwrap()
    };
    let spend = async |retry: &Retry| {
        for _ in 0..20 {
            let _ = retry.run(async || Err::<(), _>(())).await;
        }
    };
    let (retry, other) = (build(), build());
    spend(&retry).await;
    assert_eq!(retry.counts().attempts, 20 + 10);
    let clone = retry.clone();
    spend(&clone).await;
    assert_eq!(retry.counts().attempts, 40 + 10);
    spend(&other).await;
    assert_eq!(other.counts().attempts, 20 + 10);
}
