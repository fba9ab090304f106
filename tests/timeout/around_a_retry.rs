//! `attempt` and `total`, and time-outs above and below a retry.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gambeson::resilience::Deadline;
use gambeson::{retry, timeout};
use tokio::time::{Instant, sleep};

use crate::support::{MS, PayError, SECOND, late};

/// Counts the attempts of one test.
type Tries = AtomicU32;

fn tries(tries: &Tries) -> u32 {
    tries.load(Ordering::SeqCst)
}

async fn hangs(tries: &Tries) -> Result<u8, PayError> {
    tries.fetch_add(1, Ordering::SeqCst);
    std::future::pending().await
}

#[timeout(attempt = "100ms", total = "10s")]
#[retry(3, backoff = fixed("50ms"), jitter = none)]
async fn written_above(tries: &Tries) -> Result<u8, PayError> {
    hangs(tries).await
}

#[retry(3, backoff = fixed("50ms"), jitter = none)]
#[timeout(attempt = "100ms", total = "10s")]
async fn written_beneath(tries: &Tries) -> Result<u8, PayError> {
    hangs(tries).await
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_its_own_time_wherever_the_attribute_is_written() {
    let (above, beneath) = (Tries::new(0), Tries::new(0));
    let start = Instant::now();
    assert_eq!(late(&written_above(&above).await).1, 100 * MS);
    assert_eq!(start.elapsed(), 400 * MS, "three attempts and two waits");
    assert_eq!(tries(&above), 3);

    let start = Instant::now();
    assert_eq!(late(&written_beneath(&beneath).await).1, 100 * MS);
    assert_eq!(start.elapsed(), 400 * MS);
    assert_eq!(tries(&beneath), 3);
}

#[timeout(attempt = "400ms", total = "1s")]
#[retry(9, backoff = fixed("10ms"), jitter = none)]
async fn total_above(tries: &Tries) -> Result<u8, PayError> {
    hangs(tries).await
}

#[retry(9, backoff = fixed("10ms"), jitter = none)]
#[timeout(attempt = "400ms", total = "1s")]
async fn total_beneath(tries: &Tries) -> Result<u8, PayError> {
    hangs(tries).await
}

#[tokio::test(start_paused = true)]
async fn the_total_ends_all_attempts_wherever_the_attribute_is_written() {
    let (above, beneath) = (Tries::new(0), Tries::new(0));
    let start = Instant::now();
    assert_eq!(late(&total_above(&above).await).1, SECOND);
    assert_eq!(start.elapsed(), SECOND);
    assert_eq!(tries(&above), 3);

    let start = Instant::now();
    assert_eq!(late(&total_beneath(&beneath).await).1, SECOND);
    assert_eq!(start.elapsed(), SECOND);
    assert_eq!(tries(&beneath), 3);
}

#[timeout("1s")]
#[retry(5, backoff = fixed("700ms"), jitter = none)]
async fn waits_in_between(tries: &Tries) -> Result<u8, PayError> {
    tries.fetch_add(1, Ordering::SeqCst);
    sleep(50 * MS).await;
    Err(PayError::Down)
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_end_too_late_is_not_begun() {
    let counted = Tries::new(0);
    let start = Instant::now();
    assert_eq!(waits_in_between(&counted).await, Err(PayError::Down));
    assert_eq!(start.elapsed(), 800 * MS);
    assert_eq!(tries(&counted), 2);
}

#[timeout("2s", name = "outer")]
#[retry(5, backoff = fixed("10ms"), jitter = none)]
#[timeout("300ms", name = "inner")]
async fn two(tries: &Tries) -> Result<Option<Duration>, PayError> {
    if tries.fetch_add(1, Ordering::SeqCst) < 2 {
        sleep(SECOND).await;
    }
    sleep(MS).await;
    Ok(Deadline::remaining())
}

#[tokio::test(start_paused = true)]
async fn two_attributes_above_and_below_are_the_same() {
    let counted = Tries::new(0);
    let start = Instant::now();
    assert_eq!(two(&counted).await, Ok(Some(299 * MS)));
    assert_eq!(start.elapsed(), 621 * MS);
    assert_eq!(tries(&counted), 3);
}

#[retry(2, backoff = fixed("10ms"), jitter = none)]
#[timeout(total = "150ms")]
async fn only_a_total(tries: &Tries) -> Result<u8, PayError> {
    hangs(tries).await
}

#[tokio::test(start_paused = true)]
async fn a_total_alone_stands_above_the_retry() {
    let counted = Tries::new(0);
    assert!(only_a_total(&counted).await.is_err());
    assert_eq!(tries(&counted), 1);
}

#[retry(2, backoff = fixed("10ms"), jitter = none)]
#[timeout(attempt = "150ms")]
async fn only_an_attempt(tries: &Tries) -> Result<u8, PayError> {
    hangs(tries).await
}

#[tokio::test(start_paused = true)]
async fn an_attempt_alone_stands_beneath_it() {
    let counted = Tries::new(0);
    let start = Instant::now();
    assert!(only_an_attempt(&counted).await.is_err());
    assert_eq!(tries(&counted), 2);
    assert_eq!(start.elapsed(), 310 * MS);
}

struct Client {
    tries: Tries,
    patience: Duration,
}

impl Client {
    #[timeout(attempt = self.patience, total = self.patience * 3, handle = fn call_guards)]
    #[retry(9, backoff = fixed("10ms"), jitter = none)]
    async fn call(&self) -> Result<u8, PayError> {
        hangs(&self.tries).await
    }
}

#[tokio::test(start_paused = true)]
async fn both_may_be_expressions() {
    let client = Client {
        tries: Tries::new(0),
        patience: 100 * MS,
    };
    let start = Instant::now();
    assert_eq!(late(&client.call().await).1, 300 * MS);
    assert_eq!(start.elapsed(), 300 * MS);
    assert_eq!(tries(&client.tries), 3);
}

#[retry(3, backoff = fixed("10ms"), jitter = none)]
async fn retries(tries: &Tries) -> Result<u8, PayError> {
    tries.fetch_add(1, Ordering::SeqCst);
    sleep(MS).await;
    in_a_second(tries).await
}

#[timeout("5s")]
async fn in_a_second(_tries: &Tries) -> Result<u8, PayError> {
    std::future::pending().await
}

#[timeout("1s")]
async fn a_second_for_all(tries: &Tries) -> Result<u8, PayError> {
    retries(tries).await
}

#[tokio::test(start_paused = true)]
async fn a_retry_further_in_ends_with_the_time_of_the_caller() {
    let counted = Tries::new(0);
    let start = Instant::now();
    assert_eq!(late(&a_second_for_all(&counted).await).1, SECOND);
    assert_eq!(start.elapsed(), SECOND);
    assert_eq!(tries(&counted), 1);
}
