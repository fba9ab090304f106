//! Bodies that fail, panic, or are dropped.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt as _;
use gambeson::{CacheManager, cached};
use gambeson_tests::{Tiers, holds_value, raw, until};

use crate::{Store, drop_once, load, load_from_redis, save, set_age, user};

#[tokio::test]
async fn a_body_that_fails_changes_nothing_in_either_tier() {
    for mut tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::new(30));
        load(&cache, &store, 1).await;
        let before = cache.ttl_of("user:1").await;
        for _ in 0..2 {
            save(&cache, &store, user(1, 0))
                .await
                .expect_err("not born");
            set_age(&cache, &store, 1, 0).await.expect_err("not born");
        }
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 30)));
        assert_eq!(store.age.reads(), 1, "{tiers}");
        if tiers.shared() {
            until("the entry is given back", || {
                holds_value(tiers.server(), "t:user:1")
            })
            .await;
            let there = tiers.manager().await;
            assert_eq!(load(&there, &store, 1).await, Some(user(1, 30)));
            assert_eq!(store.age.reads(), 1, "it was in Redis all the time");
        }
        assert!(
            cache.ttl_of("user:1").await <= before,
            "{tiers}: no new life"
        );
    }
}

#[tokio::test]
async fn a_body_that_fails_where_nothing_was_stored_leaves_nothing() {
    let mut tiers = Tiers::redis();
    let (cache, store) = (tiers.manager().await, Store::new(30));
    save(&cache, &store, user(1, 0))
        .await
        .expect_err("not born");
    until("the hold goes", || {
        raw(tiers.server(), "t:user:1").is_none()
    })
    .await;
    assert_eq!(load_from_redis(&cache, &store, 1).await, Some(user(1, 30)));
    assert!(holds_value(tiers.server(), "t:user:1"));
}

#[tokio::test]
async fn a_body_that_is_dropped_half_way_removes_the_entry() {
    for mut tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::new(30));
        load(&cache, &store, 1).await;
        store.gate.hold();
        drop_once(save(&cache, &store, user(1, 31)), store.gate.begun(1)).await;
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 31)), "{tiers}");
        assert_eq!(store.age.reads(), 2, "{tiers}");
        if tiers.shared() {
            until("the hold goes", || {
                raw(tiers.server(), "t:user:1").is_none()
            })
            .await;
            let there = tiers.manager().await;
            assert_eq!(load(&there, &store, 1).await, Some(user(1, 31)));
        }
    }
}

#[cached(ttl = "10m", strategy = write_through, key = "user:{id}", value = user(id, 9), cache = cache)]
async fn panics(cache: &CacheManager, store: &Store, id: u64) {
    store.age.set(31);
    assert!(id == 0, "on purpose");
}

#[tokio::test]
async fn a_body_that_panics_removes_the_entry_and_the_panic_goes_on() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::new(30));
        load(&cache, &store, 1).await;
        let caught = AssertUnwindSafe(panics(&cache, &store, 1))
            .catch_unwind()
            .await;
        assert!(caught.is_err());
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 31)), "{tiers}");
    }
}

#[tokio::test]
async fn by_hand_it_is_the_same() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::new(30));
        let minute = std::time::Duration::from_secs(60);
        load(&cache, &store, 1).await;
        let failed =
            cache.write_through("user:1", user(1, 31), minute, async { Err::<(), _>("no") });
        assert_eq!(failed.await, Err("no"));
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 30)), "{tiers}");
        let written = cache.write_through("user:1", user(1, 31), minute, async {
            store.age.set(31);
            Ok::<_, Arc<str>>("done")
        });
        assert_eq!(written.await, Ok("done"));
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 31)), "{tiers}");
        assert_eq!(store.age.reads(), 1, "{tiers}");
    }
}
