//! What a check knows.

use std::time::Duration;

use gambeson::resilience::{OnStoreError, Rate, RedisLimiter};
use gambeson_tests::calls;
use gambeson_tests::redis_server::RedisServer;

use super::{admitted_by, built, only, patient};

#[tokio::test]
async fn a_check_says_what_is_left_and_when_to_come_again() {
    let server = RedisServer::start();
    let limiter = built(patient(
        &server.url(),
        Rate::new(60, Duration::from_secs(3_600)).burst(3),
    ));
    let first = limiter.check(b"k", 1).await;
    assert!(first.admitted);
    assert_eq!(
        (first.limit, first.remaining, first.retry_after),
        (3, 2, Duration::ZERO)
    );
    assert_eq!(first.reset, Duration::from_secs(60));
    let two = limiter.check(b"k", 2).await;
    assert!(two.admitted);
    assert_eq!(two.remaining, 0);
    let refused = limiter.check(b"k", 2).await;
    assert!(!refused.admitted);
    assert_eq!((refused.limit, refused.remaining), (3, 0));
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    assert!(refused.retry_after <= minutes(2) && refused.retry_after > minutes(1));
    assert!(refused.reset <= minutes(3) && refused.reset > minutes(2));
    assert_eq!(limiter.check(b"k", 4).await.retry_after, Duration::MAX);
    assert!(limiter.check(b"k", 0).await.admitted);
}

#[tokio::test]
async fn who_comes_again_when_told_is_admitted() {
    let server = RedisServer::start();
    let limiter = built(patient(&server.url(), Rate::per_second(5).burst(1)));
    assert!(limiter.check(b"k", 1).await.admitted);
    for _ in 0..5 {
        let refused = limiter.check(b"k", 1).await;
        assert!(!refused.admitted);
        tokio::time::sleep(refused.retry_after).await;
        assert!(limiter.check(b"k", 1).await.admitted);
    }
}

#[tokio::test]
async fn a_refusal_writes_nothing() {
    let server = RedisServer::start();
    let limiter = built(patient(&server.url(), only(1)));
    assert!(limiter.check(b"k", 1).await.admitted);
    let before = calls(&server, "set");
    for _ in 0..10 {
        assert!(!limiter.check(b"k", 1).await.admitted);
    }
    assert_eq!(calls(&server, "set"), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_tasks_get_the_burst_and_no_more() {
    let server = RedisServer::start();
    let limiter = built(patient(&server.url(), only(500)));
    assert_eq!(admitted_by(64, &limiter, b"k", 20).await, 500);
    assert_eq!(limiter.store_errors(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rate_above_a_million_a_second_is_counted_in_nanoseconds() {
    let server = RedisServer::start();
    let rate = Rate::per_second(100_000_000).burst(4_000_000_000);
    let limiter = built(patient(&server.url(), rate));
    let all = limiter.check(b"bytes", 4_000_000_000).await;
    assert!(all.admitted);
    assert_eq!(all.reset, Duration::from_secs(40));
    let refused = limiter.check(b"bytes", 4_000_000_000).await;
    assert!(!refused.admitted);
    assert!(refused.retry_after > Duration::from_secs(1));
    assert!(refused.remaining < 4_000_000_000);
}

#[tokio::test]
async fn settings_that_cannot_be_are_refused_without_the_password() {
    let of = |rate| RedisLimiter::builder(rate).redis("redis://localhost");
    let fault = |builder: gambeson::resilience::RedisLimiterBuilder| {
        builder.build().expect_err("it cannot be").to_string()
    };
    let one = Rate::per_second(1);
    assert!(fault(of(Rate::per_second(0))).contains("at least one"));
    assert!(fault(of(one).lease(0)).contains("at least 1"));
    assert!(fault(of(one).lease(1 << 24)).contains("at most 16777215"));
    assert!(fault(of(one).timeout(Duration::ZERO)).contains("longer than zero"));
    for share in [0.0, -1.0, 1.5, f64::NAN] {
        assert!(fault(of(one).on_store_error(OnStoreError::Local(share))).contains("share"));
    }
    let url = fault(of(one).redis("redis://h,http://me:hunter2@h"));
    assert!(
        url.contains("redis://localhost:6379/0") && !url.contains("hunter2"),
        "{url}"
    );
}
