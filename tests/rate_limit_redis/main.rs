//! The rate limit in Redis: no more than limit + burst, whoever asks and whatever happens to the
//! server; and what a check answers while there is none.

mod attribute;
mod cluster;
mod figures;
mod keys;
mod leases;
mod managers;
mod outages;
mod processes;

use std::time::{Duration, Instant};

use gambeson::resilience::{OnStoreError, Rate, RedisLimiter, RedisLimiterBuilder};
use gambeson_tests::PATIENCE;

/// As many at once, and no further ones while a test runs.
fn only(burst: u32) -> Rate {
    Rate::new(burst, Duration::from_secs(30 * 86_400))
}

/// A limiter whose time-out a busy machine does not reach, and that admits nothing without Redis.
fn patient(urls: &str, rate: Rate) -> RedisLimiterBuilder {
    RedisLimiter::builder(rate)
        .name("tests::patient")
        .redis(urls)
        .timeout(Duration::from_secs(10))
        .on_store_error(OnStoreError::Closed)
}

fn built(builder: RedisLimiterBuilder) -> RedisLimiter {
    builder.build().expect("the settings can be")
}

/// How many of so many checks are admitted, one after the other.
async fn admitted(limiter: &RedisLimiter, key: &[u8], checks: usize) -> usize {
    let mut admitted = 0;
    for _ in 0..checks {
        admitted += usize::from(limiter.check(key, 1).await.admitted);
    }
    admitted
}

/// How many are admitted of so many checks by each of so many tasks.
async fn admitted_by(
    tasks: usize,
    limiter: &RedisLimiter,
    key: &'static [u8],
    each: usize,
) -> usize {
    let tasks: Vec<_> = (0..tasks)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move { admitted(&limiter, key, each).await })
        })
        .collect();
    let mut sum = 0;
    for task in tasks {
        sum += task.await.expect("a check does not panic");
    }
    sum
}

/// Waits until Redis is asked again.
async fn until_asked(limiter: &RedisLimiter) {
    let begun = Instant::now();
    loop {
        let before = limiter.store_errors();
        limiter.check(b"until asked", 1).await;
        if limiter.store_errors() == before {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "Redis is not asked again");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
