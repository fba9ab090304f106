//! A Redis that dies, stops, forgets, and comes back.

use std::time::{Duration, Instant};

use gambeson::resilience::{OnStoreError, Rate, RedisLimiter};
use gambeson::test::ManualClock;
use gambeson_tests::Events;
use gambeson_tests::redis_server::RedisServer;
use tracing::Level;

use super::{admitted, admitted_by, built, only, patient, until_asked};

const LOST: &str = "the store of rate limits is lost";
const BACK: &str = "the store of rate limits is back";

#[tokio::test]
async fn while_redis_is_killed_each_process_counts_its_share() {
    let events = Events::listen();
    let mut server = RedisServer::start();
    let clock = ManualClock::new();
    let rate = Rate::new(60, Duration::from_secs(60)).burst(40);
    let limiter = built(
        patient(&server.url(), rate)
            .on_store_error(OnStoreError::Local(0.25))
            .clock(clock.clone()),
    );
    assert!(limiter.check(b"k", 1).await.admitted);
    server.kill();
    // A quarter of the burst at once, and then a quarter of the limit.
    assert_eq!(admitted(&limiter, b"k", 50).await, 10);
    let refused = limiter.check(b"k", 1).await;
    assert_eq!((refused.limit, refused.remaining), (10, 0));
    assert_eq!(refused.retry_after, Duration::from_secs(4));
    let mut later = 0;
    for _ in 0..60 {
        clock.advance(Duration::from_secs(1) + Duration::from_micros(1));
        later += admitted(&limiter, b"k", 3).await;
    }
    assert_eq!(later, 15);
    assert_eq!(limiter.store_errors(), 50 + 1 + 180);
    server.restart();
    until_asked(&limiter).await;
    assert_eq!(limiter.check(b"k", 1).await.limit, 40);
    // A store that comes and goes gives no burst each time.
    server.kill();
    assert_eq!(admitted(&limiter, b"k", 50).await, 0);
    server.restart();
    until_asked(&limiter).await;
    assert_eq!(events.at(Level::WARN, LOST).len(), 2);
    assert_eq!(events.at(Level::INFO, BACK).len(), 2);
}

#[tokio::test]
async fn while_redis_is_killed_open_admits_all_and_closed_none() {
    let mut server = RedisServer::start();
    let with = |answer| built(patient(&server.url(), only(10)).on_store_error(answer));
    let [open, closed] = [OnStoreError::Open, OnStoreError::Closed].map(with);
    assert_eq!(admitted(&open, b"k", 6).await, 6);
    assert_eq!(admitted(&closed, b"k", 6).await, 4);
    server.kill();
    assert_eq!(admitted(&open, b"k", 100).await, 100);
    assert_eq!(admitted(&closed, b"k", 100).await, 0);
    let refused = closed.check(b"k", 1).await;
    assert!(refused.retry_after > Duration::ZERO && refused.retry_after < Duration::from_secs(1));
    server.restart();
    until_asked(&open).await;
    until_asked(&closed).await;
    assert_eq!(
        admitted(&closed, b"k", 20).await,
        10,
        "the server has forgotten"
    );
}

#[tokio::test]
async fn a_server_that_was_never_there_is_an_outage_and_joins_in_when_it_comes() {
    let events = Events::listen();
    let mut server = RedisServer::start();
    server.kill();
    let limiter = built(patient(&server.url(), only(7)));
    assert_eq!(admitted(&limiter, b"k", 10).await, 0);
    assert_eq!(events.at(Level::WARN, LOST).len(), 1);
    server.restart();
    until_asked(&limiter).await;
    assert_eq!(admitted(&limiter, b"k", 10).await, 7);
    assert_eq!(events.at(Level::INFO, BACK).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_server_slows_few_callers_and_is_found_again() {
    let server = RedisServer::start();
    let limiter = built(
        RedisLimiter::builder(only(100))
            .name("paused")
            .redis(server.url())
            .timeout(Duration::from_millis(300))
            .on_store_error(OnStoreError::Open),
    );
    assert!(limiter.check(b"k", 1).await.admitted);
    server.pause();
    let mut slow = 0;
    for _ in 0..2_000 {
        let begun = Instant::now();
        assert!(limiter.check(b"k", 1).await.admitted);
        slow += usize::from(begun.elapsed() >= Duration::from_millis(300));
    }
    // A heartbeat that is not answered in the meantime counts among them.
    assert!(
        (1..=3).contains(&slow),
        "three in a row are an outage, and nobody waits in one: {slow}"
    );
    server.resume();
    until_asked(&limiter).await;
    // What was sent before the pause may have been counted late: stricter, and never looser.
    let rest = admitted(&limiter, b"k", 200).await;
    assert!((90..100).contains(&rest), "{rest}");
}

#[tokio::test]
async fn a_flushed_server_gives_one_more_burst_at_most() {
    let server = RedisServer::start();
    let limiter = built(patient(&server.url(), only(20)));
    assert_eq!(admitted(&limiter, b"k", 15).await, 15);
    server.command(&["FLUSHALL"]);
    assert_eq!(admitted(&limiter, b"k", 100).await, 20);
    let leased = built(patient(&server.url(), only(20)).name("leased").lease(5));
    assert_eq!(admitted(&leased, b"k", 15).await, 15);
    server.command(&["FLUSHALL"]);
    let more = admitted(&leased, b"k", 100).await;
    assert!(more <= 20 + 5, "{more}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scripts_that_are_forgotten_lose_nothing_and_count_nothing_twice() {
    let server = RedisServer::start();
    let url = server.url();
    let (limiter, leased) = (
        built(patient(&url, only(2_000))),
        built(patient(&url, only(2_000)).name("leased").lease(10)),
    );
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Acquire) {
                server.command(&["SCRIPT", "FLUSH"]);
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        let check = async {
            let plain = admitted_by(16, &limiter, b"k", 200).await;
            let leased = admitted_by(16, &leased, b"k", 200).await;
            (plain, leased)
        };
        let admitted =
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(check));
        done.store(true, std::sync::atomic::Ordering::Release);
        assert_eq!(admitted, (2_000, 2_000));
    });
    assert_eq!((limiter.store_errors(), leased.store_errors()), (0, 0));
}

#[tokio::test]
async fn a_key_that_something_else_stands_at_concerns_nobody_else() {
    let events = Events::listen();
    let server = RedisServer::start();
    let limiter = built(patient(&server.url(), only(5)).name("taken"));
    server.command(&["LPUSH", "gambeson:%limit:taken%us:k", "x"]);
    assert_eq!(admitted(&limiter, b"k", 10).await, 0);
    assert_eq!(limiter.store_errors(), 10);
    assert_eq!(admitted(&limiter, b"other", 10).await, 5);
    assert!(events.at(Level::WARN, LOST).is_empty());
}

#[tokio::test]
async fn a_server_that_takes_no_writes_is_an_outage_until_it_does() {
    let server = RedisServer::start();
    let limiter = built(patient(&server.url(), only(5)));
    assert!(limiter.check(b"k", 1).await.admitted);
    server.command(&["REPLICAOF", "127.0.0.1", "1"]);
    assert_eq!(admitted(&limiter, b"k", 20).await, 0);
    server.command(&["REPLICAOF", "NO", "ONE"]);
    until_asked(&limiter).await;
    assert_eq!(admitted(&limiter, b"k", 20).await, 4);
}

#[test]
fn outside_of_a_runtime_a_check_is_answered_without_redis() {
    let server = RedisServer::start();
    let limiter = built(patient(&server.url(), only(8)).on_store_error(OnStoreError::Local(0.5)));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime can be built");
    assert!(runtime.block_on(limiter.check(b"k", 1)).admitted);
    let outside = futures::executor::block_on(admitted(&limiter, b"k", 10));
    assert_eq!(outside, 4);
    drop(runtime);
    // Another runtime connects again.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime can be built").block_on(async {
        until_asked(&limiter).await;
        assert_eq!(admitted(&limiter, b"k", 10).await, 7);
    });
}
