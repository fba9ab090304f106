//! One loads, the others wait, and are told.

use std::time::Duration;

use gambeson::cache::{Coherence, How};
use gambeson_tests::{Source, Tiers, holds_value};

use crate::{WHILE, call, manager};

async fn one_load_by(coherence: Coherence) {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let mut processes = Vec::new();
    for _ in 0..8 {
        processes.push(manager(&tiers, |builder| builder.coherence(coherence)).await);
    }
    source.hold();
    let calls: Vec<_> = processes
        .iter()
        .flat_map(|cache| (0..8).map(|_| call(cache, &source)))
        .collect();
    source.begun(1).await;
    tokio::time::sleep(WHILE).await;
    source.release();
    let mut loaded = 0;
    for call in calls {
        let (value, how) = call.await.expect("no panic");
        assert_eq!(value, 11);
        loaded += usize::from(how == How::Loaded);
    }
    assert_eq!((source.reads(), loaded), (1, 1), "{coherence}");
    assert!(holds_value(tiers.server(), "t:c:1"));
}

#[tokio::test]
async fn eight_processes_of_eight_callers_load_once_and_are_told_by_tracking() {
    one_load_by(Coherence::Tracking).await;
}

#[tokio::test]
async fn where_there_is_no_tracking_they_are_told_by_messages() {
    one_load_by(Coherence::PubSub).await;
}

#[tokio::test]
async fn where_nobody_tells_them_they_ask_now_and_then() {
    one_load_by(Coherence::Off).await;
}

#[tokio::test]
async fn a_load_that_takes_longer_than_the_lease_keeps_it() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let lease = Duration::from_millis(300);
    let one = manager(&tiers, |builder| builder.flight_lease(lease)).await;
    let other = manager(&tiers, |builder| builder.flight_lease(lease)).await;
    source.hold();
    let first = call(&one, &source);
    source.begun(1).await;
    let second = call(&other, &source);
    tokio::time::sleep(lease * 4).await;
    assert_eq!(source.reads(), 1);
    source.release();
    assert_eq!(first.await.expect("no panic"), (11, How::Loaded));
    assert_eq!(second.await.expect("no panic"), (11, How::HitRedis));
    assert_eq!(source.reads(), 1);
}

#[tokio::test]
async fn a_waiter_waits_no_longer_than_it_may() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let one = manager(&tiers, |builder| builder).await;
    let other = manager(&tiers, |builder| builder).await;
    source.hold();
    let first = call(&one, &source);
    source.begun(1).await;
    let second = tokio::spawn({
        let (cache, source) = (other.clone(), source.clone());
        async move { impatient(&cache, &source, 1).await }
    });
    // It does not wait for the first, which is held.
    source.begun(2).await;
    source.release();
    assert_eq!(second.await.expect("no panic"), 11);
    assert_eq!(first.await.expect("no panic").0, 11);
}

#[gambeson::cached(ttl = "10m", key = "c:{id}", flight = cluster, wait = "50ms", cache = cache)]
async fn impatient(cache: &gambeson::CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}
