//! Each guard's metrics, by its attribute.

use std::time::Duration;

use gambeson::resilience::{OnStoreError, Rate, RedisLimiter};
use gambeson::{CacheManager, bulkhead, circuit_breaker, rate_limit, retry, timeout};
use gambeson_tests::Recorded;
use tokio::sync::Barrier;

use crate::Fault;

#[retry(attempts = 3, backoff = fixed("1ms"), name = "tried")]
async fn tried(fails: &mut u32) -> Result<(), Fault> {
    match fails.checked_sub(1) {
        Some(left) => {
            *fails = left;
            Err(Fault::Down)
        }
        None => Ok(()),
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_and_what_came_of_them() {
    let recorded = Recorded::here();
    assert_eq!(tried(&mut 0).await, Ok(()));
    assert_eq!(tried(&mut 2).await, Ok(()));
    assert_eq!(tried(&mut 9).await, Err(Fault::Down));
    recorded.counts("retry_attempts_total{name=tried}", 7);
    recorded.counts("retry_success_after_failure_total{name=tried}", 1);
    recorded.counts("retry_exhausted_total{name=tried}", 1);
}

#[rate_limit("2/h", key = "{user}", name = "limited")]
async fn limited(user: &str) -> Result<(), Fault> {
    if user.is_empty() {
        return Err(Fault::Down);
    }
    Ok(())
}

#[tokio::test]
async fn checks_of_a_limit_by_their_result() {
    let recorded = Recorded::here();
    for user in ["ada@secret.example", "bob@secret.example"] {
        for _ in 0..2 {
            assert_eq!(limited(user).await, Ok(()));
        }
        assert!(limited(user).await.is_err());
    }
    recorded.counts("rate_limit_checks_total{name=limited,result=allowed}", 4);
    recorded.counts("rate_limit_checks_total{name=limited,result=limited}", 2);
    assert!(
        !recorded
            .series()
            .iter()
            .any(|series| series.contains("secret"))
    );
}

#[tokio::test]
async fn checks_that_the_store_of_a_limit_could_not_answer() {
    // It has no Redis to lend.
    let cache = CacheManager::builder().build().await;
    let limiter = RedisLimiter::builder(Rate::new(8, Duration::from_secs(60)))
        .name("stored")
        .manager(&cache.expect("memory is always there"))
        .on_store_error(OnStoreError::Open);
    let limiter = limiter.build().expect("the settings can be");
    for _ in 0..3 {
        assert!(limiter.check(b"ada", 1).await.admitted);
    }
    Recorded::here().counts("rate_limit_store_errors_total{name=stored}", 3);
}

#[bulkhead(1, queue = 1, wait = "1h", name = "narrow")]
async fn narrow(both: &Barrier) -> Result<(), Fault> {
    both.wait().await;
    both.wait().await;
    Ok(())
}

#[tokio::test]
async fn places_in_use_and_calls_that_wait_for_one() {
    let recorded = Recorded::here();
    let both = Barrier::new(2);
    let seen = async {
        both.wait().await;
        assert_eq!(recorded.gauge("bulkhead_in_use{name=narrow}"), Some(1.0));
        assert_eq!(recorded.gauge("bulkhead_queue{name=narrow}"), Some(1.0));
        recorded.counts("bulkhead_rejected_total{name=narrow}", 1);
        both.wait().await;
        both.wait().await;
        assert_eq!(recorded.gauge("bulkhead_queue{name=narrow}"), Some(0.0));
        both.wait().await;
    };
    let (one, other, third, ()) = tokio::join!(narrow(&both), narrow(&both), narrow(&both), seen);
    assert_eq!((one, other), (Ok(()), Ok(())));
    assert!(third.is_err());
    assert_eq!(recorded.gauge("bulkhead_in_use{name=narrow}"), Some(0.0));
}

#[timeout("50ms", name = "late")]
async fn late(by: Duration) -> Result<(), Fault> {
    tokio::time::sleep(by).await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn calls_that_took_too_long() {
    assert_eq!(late(Duration::from_millis(49)).await, Ok(()));
    assert!(late(Duration::from_secs(1)).await.is_err());
    Recorded::here().counts("timeouts_total{name=late}", 1);
}

mod unnamed {
    use super::*;

    #[circuit_breaker]
    pub(super) async fn plain() -> Result<(), Fault> {
        Ok(())
    }
}

#[tokio::test]
async fn the_name_of_a_guard_is_the_path_of_its_function() {
    assert_eq!(unnamed::plain().await, Ok(()));
    let series =
        "circuit_breaker_calls_total{name=seen::catalogue::unnamed::plain,outcome=success}";
    Recorded::here().counts(series, 1);
}

#[tokio::test(start_paused = true)]
async fn every_series_has_a_name_of_the_catalogue_and_is_described() {
    let recorded = Recorded::here();
    assert_eq!(late(Duration::ZERO).await, Ok(()));
    let page = include_str!("../../runtime/docs/metrics.md");
    for (name, described) in recorded.described() {
        assert!(described, "{name}");
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}
