//! How the right to load ends: with the load, with its failure, with its process.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use gambeson::cache::How;
use gambeson::{CacheManager, cached};
use gambeson_tests::{Source, Tiers, holds_value, until};

use crate::{Shared, WHILE, call, manager};

#[tokio::test]
async fn a_caller_that_goes_away_hands_the_load_to_another_process_at_once() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    // No lease runs out within this test.
    let lease = |builder: gambeson::cache::CacheManagerBuilder| {
        builder.flight_lease(Duration::from_secs(600))
    };
    let one = manager(&tiers, lease).await;
    let other = manager(&tiers, lease).await;
    source.hold();
    let first = call(&one, &source);
    source.begun(1).await;
    let second = call(&other, &source);
    tokio::time::sleep(WHILE).await;
    assert_eq!(source.reads(), 1);
    first.abort();
    source.begun(2).await;
    source.release();
    assert_eq!(second.await.expect("no panic"), (11, How::Loaded));
}

#[tokio::test]
async fn the_next_caller_of_the_same_process_takes_over_at_once_too() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = manager(&tiers, |builder| {
        builder.flight_lease(Duration::from_secs(600))
    })
    .await;
    source.hold();
    let first = call(&cache, &source);
    source.begun(1).await;
    let second = call(&cache, &source);
    tokio::time::sleep(WHILE).await;
    first.abort();
    source.begun(2).await;
    source.release();
    assert_eq!(second.await.expect("no panic"), (11, How::Loaded));
}

#[tokio::test]
async fn the_load_of_a_dead_process_is_taken_over_when_its_lease_ends() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = manager(&tiers, |builder| builder).await;
    // What a process leaves behind that was killed: a lease that nobody renews.
    let mut lease = vec![2_u8];
    lease.extend_from_slice(&[7; 15 + 8]);
    lease.extend_from_slice(&1_i64.to_le_bytes());
    let set: [&[u8]; 5] = [b"SET", b"t:c:1", &lease, b"PX", b"500"];
    tiers.server().command(&set);
    let begun = std::time::Instant::now();
    assert_eq!(
        call(&cache, &source).await.expect("no panic"),
        (11, How::Loaded)
    );
    assert!(begun.elapsed() >= Duration::from_millis(300), "it waited");
    assert!(holds_value(tiers.server(), "t:c:1"));
}

#[tokio::test]
async fn a_load_that_lost_its_lease_does_not_store() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = manager(&tiers, |builder| builder).await;
    source.hold();
    let first = call(&cache, &source);
    source.begun(1).await;
    tiers.server().command(&["UNLINK", "t:c:1"]);
    source.release();
    assert_eq!(first.await.expect("no panic"), (11, How::Loaded));
    assert!(!holds_value(tiers.server(), "t:c:1"));
    source.set(20);
    assert_eq!(
        call(&cache, &source).await.expect("no panic"),
        (21, How::Loaded)
    );
}

#[tokio::test]
async fn an_invalidation_during_the_load_wins_and_the_waiters_load_anew() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let one = manager(&tiers, |builder| builder).await;
    let other = manager(&tiers, |builder| builder).await;
    source.hold();
    let first = call(&one, &source);
    source.begun(1).await;
    source.set(20);
    Shared::invalidate(&other, 1)
        .await
        .expect("it is remembered at least");
    let second = call(&other, &source);
    source.begun(2).await;
    source.release();
    assert_eq!(first.await.expect("no panic").0, 11, "it began before");
    assert_eq!(second.await.expect("no panic"), (21, How::Loaded));
    assert_eq!(call(&one, &source).await.expect("no panic").0, 21);
}

static FAILS: AtomicBool = AtomicBool::new(true);
static TRIES: AtomicU64 = AtomicU64::new(0);

#[cached(ttl = "10m", key = "f:{id}", flight = cluster, wait = "30s", cache = cache)]
async fn failing(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, String> {
    TRIES.fetch_add(1, Ordering::SeqCst);
    let value = source.read().await;
    if FAILS.swap(false, Ordering::SeqCst) {
        return Err("no".to_owned());
    }
    Ok(value + id)
}

#[tokio::test]
async fn a_failed_load_gives_the_right_to_another_process_at_once() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let lease = |builder: gambeson::cache::CacheManagerBuilder| {
        builder.flight_lease(Duration::from_secs(600))
    };
    let one = manager(&tiers, lease).await;
    let other = manager(&tiers, lease).await;
    let call = |cache: &CacheManager| {
        let (cache, source) = (cache.clone(), source.clone());
        tokio::spawn(async move { failing(&cache, &source, 1).await })
    };
    source.hold();
    let first = call(&one);
    until("the first load", || TRIES.load(Ordering::SeqCst) == 1).await;
    let second = call(&other);
    tokio::time::sleep(WHILE).await;
    assert_eq!(TRIES.load(Ordering::SeqCst), 1);
    source.release();
    assert_eq!(first.await.expect("no panic"), Err("no".to_owned()));
    assert_eq!(second.await.expect("no panic"), Ok(11));
}

#[tokio::test]
async fn without_redis_it_is_one_load_for_each_process() {
    let (tiers, source) = (Tiers::memory(), Source::new(10));
    let cache = manager(&tiers, |builder| builder).await;
    assert_eq!(
        call(&cache, &source).await.expect("no panic"),
        (11, How::Loaded)
    );
    assert_eq!(
        call(&cache, &source).await.expect("no panic"),
        (11, How::HitMemory)
    );
}
