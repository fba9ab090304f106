//! Whoever changes a key wins over a load that began before: in both tiers, in this process and
//! in another.

use futures::future::poll_immediate;
use gambeson::cache::Ttl;
use gambeson::{CacheManager, cached, invalidate};
use gambeson_tests::{Source, Tiers, holds_value, until};

#[cached(ttl = "1m", key = "user:{id}", cache = cache, handle = Users)]
async fn user(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[cached(ttl = "1m", key = "user:{id}", tier = redis, cache = cache)]
async fn user_in_redis(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[invalidate(key = "user:{id}", keys = ["users:{id}"], cache = cache)]
async fn rename(cache: &CacheManager, id: u64, source: &Source, to: u64) -> Result<(), String> {
    if to == 0 {
        return Err("no name".to_owned());
    }
    source.set(to);
    Ok(())
}

#[invalidate(key = "user:{id}", always, cache = cache)]
async fn touch(cache: &CacheManager, id: u64) -> Result<(), String> {
    Err(format!("{id} is not there"))
}

/// All ways of changing `user:1`.
const WAYS: [&str; 6] = [
    "set",
    "set_many",
    "delete",
    "delete_many",
    "clear",
    "clear_all",
];

async fn change(how: &str, cache: &CacheManager) {
    let outcome = match how {
        "set" => cache.set("user:1", 20_u64, Ttl::Default).await,
        "set_many" => {
            cache
                .set_many([("user:1", 20_u64), ("user:2", 21)], Ttl::Default)
                .await
        }
        "delete" => cache.delete("user:1").await.map(drop),
        "delete_many" => cache.delete_many(["user:1", "user:2"]).await.map(drop),
        "clear" => cache.clear("user:*").await.map(drop),
        "clear_all" => cache.clear_all().await.map(drop),
        other => panic!("{other} is no way"),
    };
    outcome.expect("every tier is there");
}

#[tokio::test]
async fn every_way_of_changing_a_key_beats_a_load_that_began_before_it() {
    for tiers in Tiers::each() {
        for how in WAYS {
            let (cache, source) = (tiers.manager().await, Source::new(10));
            cache.clear_all().await.expect("every tier is there");
            source.hold();
            let old = tokio::spawn({
                let (cache, source) = (cache.clone(), source.clone());
                async move { user(&cache, &source, 1).await }
            });
            source.begun(1).await;
            source.set(30);
            change(how, &cache).await;
            let set = how.starts_with("set");
            source.release();
            assert_eq!(
                old.await.expect("no panic"),
                11,
                "{tiers}, {how}: the caller's own load"
            );
            let expected = if set { Some(20) } else { None };
            assert_eq!(
                cache.get::<u64>("user:1").await,
                expected,
                "{tiers}, {how}: is not stored"
            );
            let elsewhere = tiers.manager().await;
            if tiers.shared() {
                assert_eq!(
                    elsewhere.get::<u64>("user:1").await,
                    expected,
                    "{tiers}, {how}"
                );
            }
            let now = user(&cache, &source, 1).await;
            assert_eq!(now, if set { 20 } else { 31 }, "{tiers}, {how}");
        }
    }
}

#[tokio::test]
async fn whoever_comes_after_an_invalidation_does_not_join_the_load_from_before_it() {
    for tiers in Tiers::each() {
        for how in WAYS {
            let (cache, source) = (tiers.manager().await, Source::new(10));
            cache.clear_all().await.expect("every tier is there");
            source.hold();
            let old = tokio::spawn({
                let (cache, source) = (cache.clone(), source.clone());
                async move { user(&cache, &source, 1).await }
            });
            source.begun(1).await;
            source.set(30);
            change(how, &cache).await;
            if !how.starts_with("set") {
                let new = tokio::spawn({
                    let (cache, source) = (cache.clone(), source.clone());
                    async move { user(&cache, &source, 1).await }
                });
                source.begun(2).await;
                source.release();
                assert_eq!(new.await.expect("no panic"), 31, "{tiers}, {how}");
            }
            source.release();
            assert_eq!(old.await.expect("no panic"), 11, "{tiers}, {how}");
            let now = user(&cache, &source, 1).await;
            assert_eq!(
                now,
                if how.starts_with("set") { 20 } else { 31 },
                "{tiers}, {how}"
            );
        }
    }
}

#[tokio::test]
async fn a_change_in_another_process_refuses_the_load_in_both_tiers() {
    let mut tiers = Tiers::redis();
    for how in WAYS {
        let (here, there, source) = (
            tiers.manager().await,
            tiers.manager().await,
            Source::new(10),
        );
        there.clear_all().await.expect("every tier is there");
        source.hold();
        let old = tokio::spawn({
            let (here, source) = (here.clone(), source.clone());
            async move { user(&here, &source, 1).await }
        });
        source.begun(1).await;
        source.set(30);
        change(how, &there).await;
        source.release();
        assert_eq!(
            old.await.expect("no panic"),
            11,
            "{how}: the caller's own load"
        );
        let set = how.starts_with("set");
        assert_eq!(holds_value(tiers.server(), "t:user:1"), set, "{how}");
        assert_eq!(here.stats().entries, 0, "{how}: not in memory either");
        assert_eq!(
            user(&here, &source, 1).await,
            if set { 20 } else { 31 },
            "{how}"
        );
    }
}

#[tokio::test]
async fn who_waits_for_a_load_that_another_process_has_made_worthless_loads_anew() {
    let tiers = Tiers::redis();
    let (here, there, source) = (
        tiers.manager().await,
        tiers.manager().await,
        Source::new(10),
    );
    source.hold();
    let call = || {
        let (here, source) = (here.clone(), source.clone());
        tokio::spawn(async move { user(&here, &source, 1).await })
    };
    let old = call();
    source.begun(1).await;
    source.set(30);
    there.delete("user:1").await.expect("every tier is there");
    let late = call();
    // It joins: nothing here tells it of what happened there.
    tokio::task::yield_now().await;
    source.release();
    assert_eq!(old.await.expect("no panic"), 11, "it asked before");
    assert_eq!(late.await.expect("no panic"), 31, "it asked after");
    assert_eq!(user(&there, &source, 1).await, 31);
}

#[tokio::test]
async fn what_another_process_removes_is_a_miss_at_once_where_memory_does_not_keep_it() {
    let tiers = Tiers::redis();
    let (here, there, source) = (
        tiers.manager().await,
        tiers.manager().await,
        Source::new(10),
    );
    for round in 1..20 {
        source.set(round);
        there.delete("user:1").await.expect("every tier is there");
        assert_eq!(user_in_redis(&here, &source, 1).await, round + 1);
        assert_eq!(user_in_redis(&there, &source, 1).await, round + 1);
    }
    assert_eq!(source.reads(), 19, "each value was loaded once");
    assert_eq!(here.stats().entries + there.stats().entries, 0);
}

#[tokio::test]
async fn a_lost_lease_refuses_the_store_whatever_took_it() {
    let mut tiers = Tiers::redis();
    for lost in ["DEL", "FLUSHALL", "evicted and loaded by another"] {
        let (cache, source) = (tiers.manager().await, Source::new(10));
        cache.clear_all().await.expect("every tier is there");
        source.hold();
        let old = tokio::spawn({
            let (cache, source) = (cache.clone(), source.clone());
            async move { user(&cache, &source, 1).await }
        });
        source.begun(1).await;
        source.release();
        // On this one thread nothing goes on before the next await.
        match lost {
            "DEL" => drop(tiers.server().command(&["DEL", "t:user:1"])),
            "FLUSHALL" => drop(tiers.server().command(&["FLUSHALL"])),
            _ => {
                tiers.server().command(&["DEL", "t:user:1"]);
                tiers
                    .server()
                    .command(&["SET", "t:user:1", "foreign bytes"]);
            }
        }
        assert_eq!(old.await.expect("no panic"), 11, "{lost}");
        assert!(!holds_value(tiers.server(), "t:user:1"), "{lost}");
        assert_eq!(cache.stats().entries, 0, "{lost}");
    }
}

#[tokio::test]
async fn the_attribute_removes_after_success_and_only_then() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(10));
        let elsewhere = tiers.manager().await;
        cache
            .set("users:1", vec![1_u64], Ttl::Default)
            .await
            .expect("every tier is there");
        assert_eq!(user(&cache, &source, 1).await, 11);
        rename(&cache, 1, &source, 0)
            .await
            .expect_err("no name is an error");
        assert_eq!(user(&cache, &source, 1).await, 11);
        assert!(cache.exists("users:1").await, "{tiers}");
        rename(&cache, 1, &source, 20).await.expect("a name");
        assert!(!cache.exists("users:1").await, "{tiers}: all keys go");
        assert!(!cache.exists("user:1").await, "{tiers}");
        assert!(!elsewhere.exists("user:1").await, "{tiers}");
        assert_eq!(user(&cache, &source, 1).await, 21, "{tiers}");
        touch(&cache, 1).await.expect_err("it always fails");
        assert!(!cache.exists("user:1").await, "{tiers}: always");
    }
}

#[tokio::test]
async fn a_body_that_is_dropped_or_panics_removes_because_nobody_knows_what_it_did() {
    #[invalidate(key = "user:{id}", cache = cache)]
    async fn long(cache: &CacheManager, id: u64, source: &Source) {
        source.read().await;
    }

    #[invalidate(key = "user:{id}", cache = cache)]
    async fn broken(cache: &CacheManager, id: u64) {
        panic!("{id} half-way");
    }

    for mut tiers in Tiers::each() {
        for how in ["dropped", "panics"] {
            let (cache, source) = (tiers.manager().await, Source::new(10));
            assert_eq!(user(&cache, &source, 1).await, 11);
            if how == "dropped" {
                source.hold();
                let mut call = Box::pin(long(&cache, 1, &source));
                assert!(poll_immediate(&mut call).await.is_none());
                drop(call);
            } else {
                let call = tokio::spawn({
                    let cache = cache.clone();
                    async move { broken(&cache, 1).await }
                });
                call.await.expect_err("it panicked");
            }
            source.release();
            source.set(20);
            assert_eq!(
                user(&cache, &source, 1).await,
                21,
                "{tiers}, {how}: not read from now on"
            );
            if tiers.shared() {
                let server = tiers.server();
                until("Redis forgets it", || !holds_value(server, "t:user:1")).await;
            }
            cache.clear_all().await.expect("every tier is there");
        }
    }
}

#[tokio::test]
async fn a_removal_whose_future_is_dropped_is_carried_out() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(10));
    assert_eq!(user(&cache, &source, 1).await, 11);
    tiers.server().pause();
    let mut removal = Box::pin(cache.delete("user:1"));
    assert!(poll_immediate(&mut removal).await.is_none());
    drop(removal);
    let mut setting = Box::pin(cache.set("user:2", 5_u64, Ttl::Default));
    assert!(poll_immediate(&mut setting).await.is_none());
    drop(setting);
    tiers.server().resume();
    source.set(20);
    assert_eq!(user(&cache, &source, 1).await, 21, "not read from now on");
    let server = tiers.server();
    until("Redis forgets them", || {
        !holds_value(server, "t:user:1") && !holds_value(server, "t:user:2")
    })
    .await;
    assert_eq!(cache.get::<u64>("user:2").await, None);
}

#[cached(ttl = "1m", key = "user:{id}", tier = memory, cache = cache)]
async fn user_in_memory(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[tokio::test]
async fn a_clear_whose_future_is_dropped_leaves_nothing_that_was_read_meanwhile() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(10));
    assert_eq!(user(&cache, &source, 1).await, 11);
    tiers.server().pause();
    let mut clearing = Box::pin(cache.clear("user:*"));
    assert!(poll_immediate(&mut clearing).await.is_none());
    assert_eq!(user_in_memory(&cache, &source, 1).await, 11);
    source.set(20);
    drop(clearing);
    assert_eq!(user_in_memory(&cache, &source, 1).await, 21);
    cache.delete("user:1").await.expect("remembered");
    tiers.server().resume();
    assert_eq!(user(&cache, &source, 1).await, 21, "nor is Redis trusted");
}

#[tokio::test]
async fn a_handle_invalidates_and_refreshes_in_both_tiers() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(10));
        let elsewhere = tiers.manager().await;
        assert_eq!(user(&cache, &source, 1).await, 11);
        source.set(20);
        cache
            .scope(async {
                assert_eq!(Users::refresh(&cache, &source, 1).await, 21, "{tiers}");
                assert_eq!(user(&cache, &source, 1).await, 21, "{tiers}");
            })
            .await;
        if tiers.shared() {
            assert_eq!(elsewhere.get::<u64>("user:1").await, Some(21), "{tiers}");
        }
        source.hold();
        let mut refresh = Box::pin(Users::refresh(&cache, &source, 1));
        assert!(poll_immediate(&mut refresh).await.is_none());
        drop(refresh);
        source.release();
        assert_eq!(
            cache.get::<u64>("user:1").await,
            Some(21),
            "{tiers}: it stays until then"
        );
    }
}
