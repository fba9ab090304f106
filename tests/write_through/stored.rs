//! What a write leaves in the tiers.

use std::time::Duration;

use gambeson::cache::TimeLeft;
use gambeson::{CacheManager, cached};
use gambeson_tests::{Events, Tiers, holds_value};

use tracing::Level;

use crate::{Store, User, load, load_from_redis, save, set_age, user};

#[tokio::test]
async fn what_was_written_is_read_without_a_load_here_and_in_another_process() {
    for mut tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::new(30));
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 30)));
        save(&cache, &store, user(1, 31))
            .await
            .expect("it is written");
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 31)), "{tiers}");
        set_age(&cache, &store, 1, 32).await.expect("it is written");
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 32)), "{tiers}");
        assert_eq!(store.age.reads(), 1, "{tiers}: once, before the writes");
        if tiers.shared() {
            let there = tiers.manager().await;
            assert_eq!(load(&there, &store, 1).await, Some(user(1, 32)));
            assert_eq!(store.age.reads(), 1);
            assert!(holds_value(tiers.server(), "t:user:1"));
        }
    }
}

#[tokio::test]
async fn what_was_never_read_is_there_after_a_write_and_lives_as_the_attribute_says() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::new(30));
        save(&cache, &store, user(1, 31))
            .await
            .expect("it is written");
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 31)));
        assert_eq!(store.age.reads(), 0, "{tiers}");
        match cache.ttl_of("user:1").await {
            Some(TimeLeft::For(left)) => {
                assert!(left <= Duration::from_secs(600) && left > Duration::from_secs(500));
            }
            other => panic!("{tiers}: {other:?}"),
        }
    }
}

#[cached(
    ttl = |user: &User| Duration::from_secs(user.age),
    strategy = write_through,
    key = "user:{id}",
    negative_ttl = "1m",
    cache_if = |user: &User| user.age < 100,
    cache = cache,
)]
async fn found(cache: &CacheManager, id: u64, age: Option<u64>) -> Option<User> {
    age.map(|age| user(id, age))
}

#[cached(ttl = "1m", strategy = write_through, key = "user:{id}", cache = cache)]
async fn found_or_not(cache: &CacheManager, id: u64, age: Option<u64>) -> Option<User> {
    age.map(|age| user(id, age))
}

#[tokio::test]
async fn none_and_what_is_not_to_be_kept_remove_the_entry() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::new(1));
        found(&cache, 1, Some(50)).await;
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 50)), "{tiers}");
        let left = cache.ttl_of("user:1").await;
        assert!(matches!(left, Some(TimeLeft::For(left)) if left.as_secs() <= 50));
        found(&cache, 1, Some(150)).await;
        assert!(!cache.exists("user:1").await, "{tiers}: not kept");
        found(&cache, 1, None).await;
        assert_eq!(
            load(&cache, &store, 1).await,
            None,
            "{tiers}: stored as absent"
        );
        found_or_not(&cache, 1, Some(50)).await;
        found_or_not(&cache, 1, None).await;
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 1)), "{tiers}");
    }
}

#[cached(ttl = "1m", strategy = write_through, tier = redis, key = "user:{user.id}", value = user, cache = cache)]
async fn save_to_redis(cache: &CacheManager, user: &User) {}

#[cached(ttl = "1m", strategy = write_through, tier = memory, key = "user:{user.id}", value = user, cache = cache)]
async fn save_to_memory(cache: &CacheManager, user: &User) {}

#[tokio::test]
async fn a_write_to_one_tier_leaves_nothing_old_in_memory() {
    let mut tiers = Tiers::redis();
    let (cache, store) = (tiers.manager().await, Store::new(1));
    assert_eq!(load(&cache, &store, 1).await, Some(user(1, 1)));
    save_to_redis(&cache, &user(1, 2)).await;
    assert_eq!(load_from_redis(&cache, &store, 1).await, Some(user(1, 2)));
    assert_eq!(load(&cache, &store, 1).await, Some(user(1, 2)));
    save_to_memory(&cache, &user(2, 3)).await;
    assert!(!holds_value(tiers.server(), "t:user:2"));
    assert_eq!(load(&cache, &store, 2).await, Some(user(2, 3)));
    assert_eq!(store.age.reads(), 1);
}

#[tokio::test]
async fn a_write_is_counted_and_told() {
    let (cache, store) = (Tiers::memory().manager().await, Store::new(30));
    let events = Events::listen();
    save(&cache, &store, user(1, 31))
        .await
        .expect("it is written");
    assert_eq!(cache.stats().total.sets, 1);
    assert_eq!(events.at(Level::DEBUG, "written through").len(), 1);
}
