//! Entries that were stored together do not end together, and none outlives its ttl.

use std::time::Duration;

use gambeson::cache::TimeLeft;
use gambeson::{CacheManager, cached};
use gambeson_tests::Tiers;
use gambeson_tests::redis_server::Reply;

#[cached(ttl = "100s", key = "d:{id}", cache = cache)]
async fn by_default(cache: &CacheManager, id: u64) -> u64 {
    id
}

#[cached(ttl = "100s", jitter = 0, key = "n:{id}", cache = cache)]
async fn without(cache: &CacheManager, id: u64) -> u64 {
    id
}

#[cached(ttl = "100s", jitter = "50%", tier = redis, key = "h:{id}", cache = cache)]
async fn half(cache: &CacheManager, id: u64) -> u64 {
    id
}

#[cached(ttl = never, key = "never:{id}", cache = cache)]
async fn never(cache: &CacheManager, id: u64) -> u64 {
    id
}

async fn left(cache: &CacheManager, key: String) -> Duration {
    match cache.ttl_of(key.clone()).await {
        Some(TimeLeft::For(left)) => left,
        other => panic!("{other:?} of {key}"),
    }
}

const TTL: Duration = Duration::from_secs(100);

/// What a test may take.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn an_entry_lives_between_ninety_and_a_hundred_percent_of_its_ttl() {
    let cache = Tiers::memory().manager().await;
    let mut all = Vec::new();
    for id in 0..200 {
        by_default(&cache, id).await;
        all.push(left(&cache, format!("d:{id}")).await);
    }
    let (least, most) = (all.iter().min(), all.iter().max());
    assert!(least >= Some(&(TTL * 9 / 10).saturating_sub(PATIENCE)) && most <= Some(&TTL));
    let spread = most
        .zip(least)
        .map(|(most, least)| most.saturating_sub(*least));
    assert!(spread > Some(Duration::from_secs(2)), "{spread:?}");
}

#[tokio::test]
async fn without_jitter_an_entry_lives_for_its_ttl_and_for_ever_is_for_ever() {
    let cache = Tiers::memory().manager().await;
    for id in 0..50 {
        without(&cache, id).await;
        let clock = left(&cache, format!("n:{id}")).await;
        assert!(clock > TTL.saturating_sub(Duration::from_secs(1)));
    }
    never(&cache, 0).await;
    assert_eq!(cache.ttl_of("never:0").await, Some(TimeLeft::Forever));
}

#[tokio::test]
async fn redis_ends_an_entry_when_its_drawn_time_ends() {
    let mut tiers = Tiers::redis();
    let cache = tiers.manager().await;
    let mut all = Vec::new();
    for id in 0..50 {
        half(&cache, id).await;
        match tiers.server().command(&["PTTL", &format!("t:h:{id}")]) {
            Reply::Int(left) => all.push(left),
            other => panic!("{other:?} is no PTTL"),
        }
    }
    assert!(
        all.iter().all(|left| (20_000..=100_000).contains(left)),
        "{all:?}"
    );
    assert!(all.iter().any(|left| *left < 90_000), "{all:?}");
}
