//! Loads and other writes that are under way while a write is.

use gambeson_tests::{Tiers, holds_value, raw, until};

use crate::{Store, load, load_from_redis, save, set_age, user};

/// Starts a write of `age`, which has come to the store when this returns.
async fn writing(
    cache: &gambeson::CacheManager,
    store: &Store,
    age: u64,
) -> tokio::task::JoinHandle<Result<(), String>> {
    let begun = store.gate.reads() + 1;
    let write = tokio::spawn({
        let (cache, store) = (cache.clone(), store.clone());
        async move { save(&cache, &store, user(1, age)).await }
    });
    store.gate.begun(begun).await;
    write
}

#[tokio::test]
async fn a_load_that_began_before_the_end_of_a_write_does_not_bring_the_old_value_back() {
    for mut tiers in Tiers::each() {
        for elsewhere in [false, true] {
            if elsewhere && !tiers.shared() {
                continue;
            }
            let (cache, store) = (tiers.manager().await, Store::new(30));
            cache.clear_all().await.expect("every tier is there");
            let there = if elsewhere {
                tiers.manager().await
            } else {
                cache.clone()
            };
            store.age.hold();
            let old = tokio::spawn({
                let (there, store) = (there.clone(), store.clone());
                async move { load(&there, &store, 1).await }
            });
            store.age.begun(1).await;
            save(&cache, &store, user(1, 31))
                .await
                .expect("it is written");
            store.age.release();
            let old = old.await.expect("no panic");
            assert_eq!(old, Some(user(1, 30)), "its own load, from before");
            for cache in [&cache, &there] {
                let found = load(cache, &store, 1).await;
                assert_eq!(found, Some(user(1, 31)), "{tiers}, {elsewhere}");
            }
            assert_eq!(store.age.reads(), 1, "{tiers}: the write has stored it");
            if tiers.shared() {
                assert!(holds_value(tiers.server(), "t:user:1"));
            }
        }
    }
}

#[tokio::test]
async fn whoever_asks_while_a_write_runs_is_answered_and_what_is_loaded_then_does_not_stay() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::new(30));
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 30)));
        store.gate.hold();
        let write = writing(&cache, &store, 31).await;
        assert_eq!(
            load(&cache, &store, 1).await,
            Some(user(1, 30)),
            "{tiers}: a hit, as the write is not done"
        );
        // A load that reads before the write ends, and ends after it.
        cache.delete("user:2").await.expect("every tier is there");
        store.gate.release();
        write.await.expect("no panic").expect("it is written");
        assert_eq!(load(&cache, &store, 1).await, Some(user(1, 31)), "{tiers}");
        assert_eq!(store.age.reads(), 1, "{tiers}");
    }
}

#[tokio::test]
async fn what_another_process_loads_while_a_write_runs_is_not_stored() {
    let mut tiers = Tiers::redis();
    let (here, there) = (tiers.manager().await, tiers.manager().await);
    let store = Store::new(30);
    store.gate.hold();
    let write = writing(&here, &store, 31).await;
    let held = raw(tiers.server(), "t:user:1");
    assert_eq!(load_from_redis(&there, &store, 1).await, Some(user(1, 31)));
    assert_eq!(load(&there, &store, 1).await, Some(user(1, 31)));
    assert!(!there.exists("user:1").await);
    assert_eq!(
        raw(tiers.server(), "t:user:1"),
        held,
        "the hold still lies there"
    );
    store.gate.release();
    write.await.expect("no panic").expect("it is written");
    assert_eq!(load(&there, &store, 1).await, Some(user(1, 31)));
    assert_eq!(store.age.reads(), 2, "the two while it ran");
}

#[tokio::test]
async fn two_writes_that_overlap_leave_nothing_to_be_believed() {
    for tiers in Tiers::each() {
        for elsewhere in [false, true] {
            let (cache, store) = (tiers.manager().await, Store::new(30));
            let other = if elsewhere && tiers.shared() {
                tiers.manager().await
            } else {
                cache.clone()
            };
            cache.clear_all().await.expect("every tier is there");
            store.gate.hold();
            let first = writing(&cache, &store, 31).await;
            let second = tokio::spawn({
                // The store takes the second one last, and both end in any order.
                let (cache, store) = (other.clone(), store.clone());
                async move { set_age(&cache, &store, 1, 32).await }
            });
            store.gate.begun(2).await;
            store.gate.release();
            first.await.expect("no panic").expect("it is written");
            second.await.expect("no panic").expect("it is written");
            for cache in [&cache, &other] {
                let found = load_from_redis(cache, &store, 1).await;
                assert_eq!(found, Some(user(1, 32)), "{tiers}, {elsewhere}");
            }
        }
    }
}

#[tokio::test]
async fn whoever_removes_the_entry_while_a_write_runs_is_heard() {
    for mut tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::new(30));
        store.gate.hold();
        let write = writing(&cache, &store, 31).await;
        cache.delete("user:1").await.expect("every tier is there");
        store.gate.release();
        write.await.expect("no panic").expect("it is written");
        let found = load(&cache, &store, 1).await;
        assert_eq!(found, Some(user(1, 31)), "{tiers}: right in any case");
        if tiers.shared() {
            until("a value is stored", || {
                holds_value(tiers.server(), "t:user:1")
            })
            .await;
        }
    }
}
