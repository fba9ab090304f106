//! Callers that wait for their permits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt;
use gambeson::resilience::{Rate, RateLimiter};
use gambeson::{Rejected, rate_limit};
use tokio::time::Instant;

use crate::Failure;

fn limiter(rate: Rate, wait: Duration) -> RateLimiter {
    let builder = RateLimiter::builder().rate(rate).wait(wait);
    builder.build().expect("a limiter")
}

#[rate_limit("10/s", burst = 1, wait = "250ms")]
async fn patient() -> Result<Instant, Failure> {
    Ok(Instant::now())
}

#[tokio::test(start_paused = true)]
async fn a_caller_waits_until_its_permit_is_due_and_not_longer_than_it_would() {
    let _time = gambeson::test::follow_tokio();
    let start = Instant::now();
    let calls = futures::future::join_all((0..4).map(|_| patient())).await;
    let waited: Vec<_> = calls
        .into_iter()
        .map(|call| call.map(|at| (at - start).as_millis()))
        .collect();
    assert_eq!(waited[0], Ok(0));
    // Tokio's timers end at the next whole millisecond.
    assert!(matches!(waited[1], Ok(100..=101)), "{waited:?}");
    assert!(matches!(waited[2], Ok(200..=201)), "{waited:?}");
    let Err(Failure::Limited(refused)) = &waited[3] else {
        panic!("{waited:?}");
    };
    assert!(refused.retry_after > Duration::from_millis(250));
}

#[tokio::test(start_paused = true)]
async fn who_would_wait_too_long_is_refused_at_once() {
    let _time = gambeson::test::follow_tokio();
    let limiter = limiter(Rate::per_second(1), Duration::from_millis(500));
    assert!(limiter.acquire().await.is_ok());
    let refused = limiter.acquire().now_or_never();
    assert!(matches!(refused, Some(Err(Rejected::RateLimited(_)))));
}

#[tokio::test(start_paused = true)]
async fn callers_are_served_in_the_order_in_which_they_came() {
    let _time = gambeson::test::follow_tokio();
    let limiter = limiter(Rate::per_second(100).burst(1), Duration::from_secs(100));
    let served = Arc::new(Mutex::new(Vec::new()));
    let calls = (0..500_u32).map(|n| {
        let (limiter, served) = (limiter.clone(), served.clone());
        async move {
            limiter.acquire().await.expect("there is time");
            served.lock().expect("no panic").push(n);
        }
    });
    futures::future::join_all(calls).await;
    let served = served.lock().expect("no panic").clone();
    assert_eq!(served, (0..500).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn the_last_of_those_who_wait_gives_its_permit_back_when_it_is_dropped() {
    let _time = gambeson::test::follow_tokio();
    let limiter = limiter(Rate::per_second(1), Duration::from_secs(10));
    let start = Instant::now();
    limiter.until_ready().await;
    for _ in 0..5 {
        let mut dropped = Box::pin(limiter.until_ready());
        assert!((&mut dropped).now_or_never().is_none());
    }
    limiter.until_ready().await;
    assert_eq!(start.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_is_given_back_never_brings_two_together_that_were_apart() {
    let _time = gambeson::test::follow_tokio();
    let limiter = limiter(Rate::per_second(1), Duration::from_secs(10));
    let start = Instant::now();
    limiter.until_ready().await;
    let mut first = Box::pin(limiter.until_ready());
    let mut second = Box::pin(limiter.until_ready());
    assert!((&mut first).now_or_never().is_none());
    assert!((&mut second).now_or_never().is_none());
    drop(first);
    second.await;
    assert_eq!(start.elapsed().as_secs(), 2);
    limiter.until_ready().await;
    assert_eq!(start.elapsed().as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_permit_whose_time_has_come_is_not_given_back() {
    let _time = gambeson::test::follow_tokio();
    let limiter = limiter(Rate::per_second(1), Duration::from_secs(10));
    limiter.until_ready().await;
    limiter.until_ready().await;
    assert!(!limiter.check().admitted);
}

#[rate_limit("1/s", wait = "10s", key = "{user}")]
async fn by_user(user: &str) -> Result<(), Failure> {
    let _ = user;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_of_a_function_gives_its_permit_back() {
    let _time = gambeson::test::follow_tokio();
    let start = Instant::now();
    by_user("ada").await.expect("the first");
    for _ in 0..20 {
        assert!(by_user("ada").now_or_never().is_none());
    }
    by_user("ada").await.expect("after a second");
    assert_eq!(start.elapsed().as_secs(), 1);
    by_user("grace").await.expect("another key");
    assert_eq!(start.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn keys_wait_by_themselves() {
    let _time = gambeson::test::follow_tokio();
    let limiter = limiter(Rate::per_second(1), Duration::from_secs(10));
    let start = Instant::now();
    limiter.acquire_key("ada", 1).await.expect("a permit");
    limiter.acquire_key("grace", 1).await.expect("a permit");
    assert_eq!(start.elapsed().as_secs(), 0);
    limiter.until_key_ready("ada").await;
    assert_eq!(start.elapsed().as_secs(), 1);
}

#[tokio::test]
async fn a_wait_never_ends_early_by_the_true_time() {
    let limiter = limiter(Rate::per_second(50).burst(1), Duration::from_secs(10));
    let start = std::time::Instant::now();
    for _ in 0..6 {
        limiter.acquire().await.expect("there is time");
    }
    // What the coarse clock is behind at the first call is all that may be missing.
    assert!(
        start.elapsed() >= Duration::from_millis(90),
        "{:?}",
        start.elapsed()
    );
}
