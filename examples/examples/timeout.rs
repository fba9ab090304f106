//! `#[timeout]`: what takes too long is dropped, and what is called sees how much time is left.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gambeson::resilience::Deadline;
use gambeson::{Rejected, retry, timeout};
use tokio::time::sleep;

#[derive(Debug)]
enum PriceError {
    Rejected(Rejected),
}

impl From<Rejected> for PriceError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

/// A service that takes its time.
async fn ask(takes: Duration) -> Result<u32, PriceError> {
    sleep(takes).await;
    Ok(120)
}

#[timeout("100ms")]
async fn price(takes: Duration) -> Result<u32, PriceError> {
    ask(takes).await
}

/// Three attempts of 50 ms at most, and 200 ms for all of them.
#[timeout(attempt = "50ms", total = "200ms")]
#[retry(3, backoff = fixed("10ms"))]
async fn price_after_all(asked: &AtomicU32) -> Result<u32, PriceError> {
    let before = asked.fetch_add(1, Ordering::Relaxed);
    println!("  attempt {}", before + 1);
    let takes = if before == 0 { 500 } else { 5 };
    ask(Duration::from_millis(takes)).await
}

/// What is left decides how much is worth doing.
#[timeout("80ms")]
async fn as_many_as_there_is_time_for() -> Result<u32, PriceError> {
    let mut found = 0;
    while Deadline::remaining().is_some_and(|left| left > Duration::from_millis(40)) {
        sleep(Duration::from_millis(10)).await;
        found += 1;
    }
    Ok(found)
}

#[tokio::main]
async fn main() {
    println!("in time: {:?}", price(Duration::from_millis(5)).await);
    match price(Duration::from_secs(5)).await {
        Err(PriceError::Rejected(rejected)) => println!("too late: {rejected}"),
        other => println!("{other:?}"),
    }

    println!("an attempt that hangs is dropped, and tried again:");
    println!("  {:?}", price_after_all(&AtomicU32::new(0)).await);

    let found = as_many_as_there_is_time_for().await;
    println!("found before the time was short: {found:?}");
}
