//! Above and beneath other attributes: it tells of what is beneath it.

use std::error::Error;
use std::future::pending;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gambeson::{
    cached, circuit_breaker, fallback, hedge, log_exceptions, log_execution_time, retry, timeout,
};
use gambeson_tests::log_events::Events;
use tokio::time::sleep;
use tracing::Level;

type Answer = Result<u32, Box<dyn Error + Send + Sync>>;

#[log_execution_time]
#[cached(ttl = "1h", tier = memory)]
async fn above_cached(id: u32) -> u32 {
    id
}

#[cached(ttl = "1h", tier = memory)]
#[log_execution_time]
async fn beneath_cached(id: u32) -> u32 {
    id
}

#[tokio::test]
async fn above_a_cache_all_calls_are_told_and_beneath_it_loads() {
    let (events, _listening) = Events::listen(Level::INFO);
    for _ in 0..3 {
        above_cached(1).await;
    }
    assert_eq!(events.lines(&["outcome"]), ["ok", "ok", "ok"]);
    for _ in 0..3 {
        beneath_cached(1).await;
    }
    assert_eq!(events.lines(&["outcome"]), ["ok"]);
}

#[log_execution_time]
#[log_exceptions]
#[retry(3, backoff = none)]
async fn above_retry(tries: &AtomicU32) -> Result<u32, String> {
    attempt(tries).await
}

#[log_execution_time]
#[log_exceptions]
async fn attempt(tries: &AtomicU32) -> Result<u32, String> {
    tries.fetch_add(1, Ordering::Relaxed);
    Err("not yet".to_owned())
}

#[tokio::test]
async fn above_a_retry_the_call_is_told_and_its_last_error_only_passes_on() {
    let (events, _listening) = Events::listen(Level::DEBUG);
    assert!(above_retry(&AtomicU32::new(0)).await.is_err());
    let lines = events.lines(&["message", "function"]);
    let told = |message: &str, function: &str| {
        let line = |line: &&String| line.contains(message) && line.ends_with(function);
        lines.iter().filter(line).count()
    };
    assert_eq!(told("failed", "::attempt"), 3, "{lines:?}");
    assert_eq!(told("finished", "::attempt"), 3, "{lines:?}");
    assert_eq!(told("passed on", "::above_retry"), 1, "{lines:?}");
    assert_eq!(told("finished", "::above_retry"), 1, "{lines:?}");
}

#[log_execution_time]
#[log_exceptions]
#[circuit_breaker(consecutive = 1)]
async fn above_breaker() -> Answer {
    Err("down".into())
}

#[circuit_breaker(consecutive = 1)]
#[log_execution_time]
#[log_exceptions]
async fn beneath_breaker() -> Answer {
    Err("down".into())
}

#[tokio::test]
async fn what_a_guard_refuses_is_told_above_it_and_not_beneath_it() {
    let (events, _listening) = Events::listen(Level::INFO);
    for _ in 0..2 {
        assert!(above_breaker().await.is_err());
    }
    let told = ["failed err", "finished err", "failed err", "finished err"];
    assert_eq!(events.lines(&["message", "outcome"]), told);
    for _ in 0..2 {
        assert!(beneath_breaker().await.is_err());
    }
    assert_eq!(events.lines(&["message", "outcome"]), told[..2]);
}

#[log_execution_time]
#[fallback(0)]
async fn above_fallback() -> Result<u32, String> {
    Err("down".to_owned())
}

#[fallback(0)]
#[log_execution_time]
async fn beneath_fallback() -> Result<u32, String> {
    Err("down".to_owned())
}

#[log_execution_time]
#[log_exceptions(reraise = false, default = 0)]
async fn above_swallowed() -> Result<u32, String> {
    Err("down".to_owned())
}

#[log_exceptions(reraise = false, default = 0)]
#[log_execution_time]
async fn beneath_swallowed() -> Result<u32, String> {
    Err("down".to_owned())
}

#[tokio::test]
async fn an_error_that_is_answered_beneath_it_is_none() {
    let (events, _listening) = Events::listen(Level::INFO);
    assert_eq!(above_fallback().await, Ok(0));
    assert_eq!(events.lines(&["outcome"]), ["ok"]);
    assert_eq!(beneath_fallback().await, Ok(0));
    assert_eq!(events.lines(&["outcome"]), ["err"]);
    assert_eq!(above_swallowed().await, Ok(0));
    let told = events.lines(&["message", "outcome"]);
    assert_eq!(told, ["swallowed err", "finished ok"]);
    assert_eq!(beneath_swallowed().await, Ok(0));
    let told = events.lines(&["message", "outcome"]);
    assert_eq!(told, ["finished err", "swallowed err"]);
}

#[hedge(after = "10ms")]
#[log_execution_time]
async fn beneath_hedge(tries: &AtomicU32) -> Result<u32, String> {
    if tries.fetch_add(1, Ordering::Relaxed) == 0 {
        sleep(Duration::from_secs(60)).await;
    }
    Ok(1)
}

#[tokio::test(start_paused = true)]
async fn beneath_a_hedge_the_attempt_that_is_dropped_is_cancelled() {
    let (events, _listening) = Events::listen(Level::INFO);
    assert_eq!(beneath_hedge(&AtomicU32::new(0)).await, Ok(1));
    assert_eq!(events.lines(&["outcome"]), ["ok", "cancelled"]);
}

#[log_exceptions]
#[timeout("1s")]
async fn above_timeout() -> Answer {
    pending().await
}

#[timeout("1s")]
#[log_exceptions]
async fn beneath_timeout() -> Answer {
    pending().await
}

#[timeout("1s")]
#[log_exceptions(cancelled)]
async fn beneath_timeout_told() -> Answer {
    pending().await
}

#[tokio::test(start_paused = true)]
async fn a_time_out_is_an_error_above_it_and_beneath_it_a_call_that_was_dropped() {
    let (events, _listening) = Events::listen(Level::INFO);
    assert!(above_timeout().await.is_err());
    assert_eq!(events.lines(&["message"]), ["failed"]);
    assert!(beneath_timeout().await.is_err());
    assert!(events.lines(&["message"]).is_empty());
    assert!(beneath_timeout_told().await.is_err());
    assert_eq!(events.lines(&["message"]), ["cancelled"]);
}
