//! Blocks of permits that are handed out in the process.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use gambeson::resilience::Rate;
use gambeson::test::ManualClock;
use gambeson_tests::calls;
use gambeson_tests::redis_server::{Fault, Proxy, RedisServer};

use super::{admitted, admitted_by, built, only, patient, until_asked};

/// Checks that reached the server: the first one of a script comes with its source.
fn trips(server: &RedisServer) -> u64 {
    calls(server, "evalsha") + calls(server, "eval")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_burst_is_handed_out_and_no_more_in_a_fraction_of_the_trips() {
    let server = RedisServer::start();
    let limiter = built(patient(&server.url(), only(1_000)).lease(50));
    assert_eq!(admitted_by(64, &limiter, b"k", 30).await, 1_000);
    assert_eq!(limiter.store_errors(), 0);
    let trips = trips(&server);
    assert!(trips < 1_000 / 20, "{trips} trips");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_callers_wait_for_one_fetch() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let limiter = built(patient(&server.url_by(proxy.port()), only(20_000)).lease(50));
    assert!(limiter.check(b"other", 1).await.admitted);
    let before = trips(&server);
    // Nothing is answered before all have asked.
    proxy.set(Fault::BlackHole);
    let tasks: Vec<_> = (0..10_000)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move { limiter.check(b"k", 1).await.admitted })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    proxy.set(Fault::None);
    for task in tasks {
        assert!(task.await.expect("a check does not panic"));
    }
    let trips = trips(&server) - before;
    assert!(trips <= 4, "{trips} trips");
}

#[tokio::test]
async fn a_caller_who_goes_away_does_not_take_the_fetch_along() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let limiter = built(patient(&server.url_by(proxy.port()), only(100)).lease(10));
    assert!(limiter.check(b"other", 1).await.admitted);
    let before = trips(&server);
    proxy.set(Fault::BlackHole);
    {
        let mut first = pin!(limiter.check(b"k", 1));
        let polled = first.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
    }
    let other = limiter.clone();
    let second = tokio::spawn(async move { other.check(b"k", 1).await });
    tokio::task::yield_now().await;
    proxy.set(Fault::None);
    assert!(second.await.expect("a check does not panic").admitted);
    assert_eq!(trips(&server) - before, 1);
    // What was fetched for the one who went away is nobody's: ten in the block, less one.
    let mut at_hand = 0;
    while limiter
        .check_now(b"k", 1)
        .is_some_and(|decision| decision.admitted)
        && at_hand < 8
    {
        at_hand += 1;
    }
    assert_eq!(at_hand, 8);
}

#[tokio::test]
async fn what_is_not_used_lapses_with_the_share_of_the_window() {
    let server = RedisServer::start();
    let clock = ManualClock::new();
    let rate = Rate::new(60, Duration::from_secs(3_600)).burst(30);
    let limiter = built(patient(&server.url(), rate).lease(10).clock(clock.clone()));
    assert!(limiter.check(b"k", 1).await.admitted);
    assert!(limiter.check_now(b"k", 1).is_some());
    // Ten permits, one a minute, and the one of the caller who waited.
    clock.advance(Duration::from_secs(11 * 60));
    assert!(limiter.check_now(b"k", 1).is_none());
    let before = trips(&server);
    assert!(limiter.check(b"k", 1).await.admitted);
    assert_eq!(trips(&server) - before, 1);
}

#[tokio::test]
async fn a_call_that_cannot_be_admitted_costs_no_trip_and_knows_when_to_come_again() {
    let server = RedisServer::start();
    let rate = Rate::new(60, Duration::from_secs(3_600)).burst(5);
    let limiter = built(patient(&server.url(), rate).lease(3));
    assert_eq!(admitted(&limiter, b"k", 5).await, 5);
    let refused = limiter.check(b"k", 1).await;
    assert!(!refused.admitted);
    let before = trips(&server);
    for _ in 0..100 {
        let refused = limiter.check(b"k", 1).await;
        assert!(!refused.admitted);
        assert_eq!((refused.limit, refused.remaining), (5, 0));
        assert!(refused.retry_after > Duration::from_secs(50));
        assert!(refused.retry_after <= Duration::from_secs(60));
        assert!(refused.reset <= Duration::from_secs(300));
    }
    assert_eq!(trips(&server), before);
}

#[tokio::test]
async fn what_costs_more_than_a_block_asks_redis() {
    let server = RedisServer::start();
    let limiter = built(patient(&server.url(), only(100)).lease(10));
    let decision = limiter.check(b"k", 60).await;
    assert!(decision.admitted);
    assert_eq!(decision.remaining, 40);
    assert!(!limiter.check(b"k", 60).await.admitted);
    // Several permits at a time out of the block, and never more than there are.
    let mut taken = 0;
    while limiter.check(b"k", 3).await.admitted {
        taken += 3;
    }
    assert!((37..=40).contains(&taken), "{taken}");
}

#[tokio::test]
async fn the_block_at_hand_outlives_the_server() {
    let mut server = RedisServer::start();
    let limiter = built(patient(&server.url(), only(100)).lease(20));
    assert!(limiter.check(b"k", 1).await.admitted);
    server.kill();
    let rest = admitted(&limiter, b"k", 40).await;
    assert!((19..=20).contains(&rest), "{rest}");
    assert!(limiter.store_errors() >= 20);
    server.restart();
    until_asked(&limiter).await;
    assert_eq!(
        admitted(&limiter, b"k", 200).await,
        100,
        "the server has forgotten"
    );
}
