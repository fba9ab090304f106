//! `read = serve`: what memory has is served while Redis is away.

use std::time::Duration;

use gambeson::cache::{How, RedisState};
use gambeson::test::ManualClock;
use gambeson::{CacheManager, cached};
use gambeson_tests::{PATIENCE, Source, Tiers, until_state};

#[cached(
    ttl = "10m",
    key = "s:{id}",
    memory_ttl = "1m",
    read = serve,
    cache = cache,
    handle = Served
)]
async fn served(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

async fn ask(cache: &CacheManager, source: &Source) -> (u64, How) {
    let traced = Served::traced(cache, source, 1).await;
    (traced.value, traced.how)
}

async fn until_kept(cache: &CacheManager, source: &Source) {
    let begun = std::time::Instant::now();
    while ask(cache, source).await.1 != How::HitMemory {
        assert!(begun.elapsed() < PATIENCE, "memory never keeps it");
    }
}

#[tokio::test]
async fn what_memory_has_is_served_while_redis_is_away_until_its_memory_ttl() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let clock = ManualClock::new();
    let manager = tiers.builder().clock(clock.clone()).build().await;
    let cache = manager.expect("the settings are good");
    until_kept(&cache, &source).await;
    tiers.server().kill();
    until_state(&cache, RedisState::Down).await;
    source.set(20);
    for _ in 0..3 {
        assert_eq!(ask(&cache, &source).await, (11, How::HitMemory));
    }
    clock.advance(Duration::from_secs(61));
    assert_eq!(ask(&cache, &source).await, (21, How::Loaded));
}

#[tokio::test]
async fn once_redis_is_back_it_is_asked() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = tiers.manager().await;
    until_kept(&cache, &source).await;
    tiers.server().kill();
    until_state(&cache, RedisState::Down).await;
    source.set(20);
    assert_eq!(ask(&cache, &source).await, (11, How::HitMemory));
    tiers.server().restart();
    until_state(&cache, RedisState::Up).await;
    assert_eq!(ask(&cache, &source).await.0, 21);
}

#[tokio::test]
async fn while_redis_is_there_changes_are_heard_as_elsewhere() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let (cache, other) = (tiers.manager().await, tiers.manager().await);
    until_kept(&cache, &source).await;
    source.set(20);
    Served::invalidate(&other, 1)
        .await
        .expect("it is remembered at least");
    let begun = std::time::Instant::now();
    while ask(&cache, &source).await.0 != 21 {
        assert!(begun.elapsed() < PATIENCE, "it is never heard");
    }
}
