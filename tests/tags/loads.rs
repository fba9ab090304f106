//! Loads that are under way when a tag is invalidated.

use std::time::Duration;

use gambeson::cache::How;
use gambeson::{CacheCtx, CacheManager, cached};
use gambeson_tests::{Source, Tiers};
use tokio::task::JoinHandle;

use crate::{Named, Rows, end, named, row};

/// A load that is held back after it has read the source.
async fn old<T: Send + 'static>(
    source: &Source,
    load: impl Future<Output = T> + Send + 'static,
) -> JoinHandle<T> {
    source.hold();
    let reads = source.reads();
    let old = tokio::spawn(load);
    source.begun(reads + 1).await;
    old
}

#[tokio::test]
async fn a_load_that_began_before_the_invalidation_of_its_tag_is_not_stored() {
    for tiers in Tiers::each() {
        for elsewhere in [false, true] {
            if elsewhere && !tiers.shared() {
                continue;
            }
            let (cache, source) = (tiers.manager().await, Source::new(1));
            cache.clear_all().await.expect("every tier is there");
            let load = {
                let (cache, source) = (cache.clone(), source.clone());
                async move { named(&cache, &source, 1, 0).await }
            };
            let old = old(&source, load).await;
            source.set(2);
            let other = tiers.manager().await;
            end(if elsewhere { &other } else { &cache }, "org:1").await;
            source.release();
            assert_eq!(old.await.expect("no panic"), 1, "the caller's own load");
            let why = format!("{tiers}, in another process: {elsewhere}");
            if !elsewhere {
                assert_eq!(Named::peek(&cache, 1, 0).await, None, "{why}");
                assert_eq!(cache.stats().total.outdated, 1, "{why}");
            }
            assert_eq!(named(&cache, &source, 1, 0).await, 2, "{why}");
            if tiers.shared() {
                assert_eq!(named(&other, &source, 1, 0).await, 2, "{why}");
            }
        }
    }
}

#[tokio::test]
async fn a_tag_that_only_the_result_names_counts_from_before_the_load() {
    for tiers in Tiers::each() {
        for elsewhere in [false, true] {
            if elsewhere && !tiers.shared() {
                continue;
            }
            let (cache, source) = (tiers.manager().await, Source::new(1));
            cache.clear_all().await.expect("every tier is there");
            let load = {
                let (cache, source) = (cache.clone(), source.clone());
                async move { row(&cache, &source, 9).await }
            };
            let old = old(&source, load).await;
            source.set(2);
            let other = tiers.manager().await;
            end(if elsewhere { &other } else { &cache }, "group:1").await;
            source.release();
            let why = format!("{tiers}, in another process: {elsewhere}");
            assert_eq!(old.await.expect("no panic").group, 1, "{why}");
            assert_eq!(Rows::peek(&cache, 9).await, None, "{why}");
            assert_eq!(row(&cache, &source, 9).await.group, 2, "{why}");
        }
    }
}

#[tokio::test]
async fn a_load_whose_tags_are_untouched_is_stored_whatever_else_is_invalidated() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        let load = {
            let (cache, source) = (cache.clone(), source.clone());
            async move { named(&cache, &source, 1, 0).await }
        };
        let old = old(&source, load).await;
        for org in 2..40 {
            end(&cache, &format!("org:{org}")).await;
        }
        source.release();
        old.await.expect("no panic");
        source.set(2);
        let again = Named::traced(&cache, &source, 1, 0).await;
        assert_eq!((again.value, again.how), (1, How::HitMemory), "{tiers}");
    }
}

#[tokio::test]
async fn whoever_comes_after_the_invalidation_does_not_join_the_load_from_before_it() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        let read = || {
            let (cache, source) = (cache.clone(), source.clone());
            async move { named(&cache, &source, 1, 0).await }
        };
        let read_row = || {
            let (cache, source) = (cache.clone(), source.clone());
            async move { row(&cache, &source, 1).await.group }
        };
        let before = old(&source, read()).await;
        let before_row = old(&source, read_row()).await;
        source.set(2);
        end(&cache, "org:1").await;
        end(&cache, "group:1").await;
        let (after, after_row) = (tokio::spawn(read()), tokio::spawn(read_row()));
        // Both load for themselves, although the old loads are under way.
        source.begun(4).await;
        source.release();
        assert_eq!(before.await.expect("no panic"), 1, "{tiers}");
        assert_eq!(before_row.await.expect("no panic"), 1, "{tiers}");
        assert_eq!(after.await.expect("no panic"), 2, "{tiers}");
        assert_eq!(after_row.await.expect("no panic"), 2, "{tiers}");
        assert_eq!(source.reads(), 4);
        assert_eq!((read().await, read_row().await), (2, 2), "{tiers}");
        assert_eq!(source.reads(), 4, "{tiers}: the newer ones are stored");
    }
}

#[tokio::test]
async fn who_waits_for_a_load_is_not_given_what_another_process_has_invalidated_meanwhile() {
    let tiers = Tiers::redis();
    let (cache, other, source) = (tiers.manager().await, tiers.manager().await, Source::new(1));
    let read = || {
        let (cache, source) = (cache.clone(), source.clone());
        async move { named(&cache, &source, 1, 0).await }
    };
    let before = old(&source, read()).await;
    source.set(2);
    end(&other, "org:1").await;
    // Joins: this process knows nothing of the invalidation yet.
    let mut after = Box::pin(read());
    assert!(futures::future::poll_immediate(&mut after).await.is_none());
    source.release();
    assert_eq!(before.await.expect("no panic"), 1);
    assert_eq!(after.await, 2);
}

#[tokio::test]
async fn a_leader_that_goes_away_leaves_a_load_that_is_as_new_as_its_next_leader() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        let read = || {
            let (cache, source) = (cache.clone(), source.clone());
            async move { named(&cache, &source, 1, 0).await }
        };
        let first = old(&source, read()).await;
        let mut second = Box::pin(read());
        assert!(futures::future::poll_immediate(&mut second).await.is_none());
        source.set(2);
        end(&cache, "org:1").await;
        first.abort();
        assert!(first.await.is_err());
        source.release();
        assert_eq!(second.await, 2, "{tiers}");
        let third = Named::traced(&cache, &source, 1, 0).await;
        assert_eq!(third.value, 2, "{tiers}");
    }
}

#[tokio::test]
async fn a_body_that_panics_or_fails_leaves_its_tags_to_the_next_load() {
    #[cached(ttl = "1m", key = "bad:{id}", tags = ["bad:{id}", "to:{result}"], cache = cache)]
    async fn bad(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, String> {
        match source.read().await {
            0 => panic!("as it should"),
            1 => Err("no".to_owned()),
            value => Ok(value),
        }
    }
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(0));
        let task = {
            let (cache, source) = (cache.clone(), source.clone());
            tokio::spawn(async move { bad(&cache, &source, 1).await })
        };
        assert!(task.await.expect_err("it panics").is_panic());
        source.set(1);
        assert_eq!(bad(&cache, &source, 1).await, Err("no".to_owned()));
        source.set(5);
        assert_eq!(bad(&cache, &source, 1).await, Ok(5), "{tiers}");
        source.set(6);
        assert_eq!(bad(&cache, &source, 1).await, Ok(5), "{tiers}");
        end(&cache, "to:5").await;
        assert_eq!(bad(&cache, &source, 1).await, Ok(6), "{tiers}");
    }
}

#[tokio::test]
async fn an_invalidation_of_a_tag_from_inside_of_its_load_keeps_the_value_out() {
    #[cached(ttl = "1m", key = "own:{id}", tags = ["own:{id}"], cache = cache)]
    async fn own(cache: &CacheManager, source: &Source, id: u64) -> u64 {
        let value = source.read().await;
        end(cache, "own:1").await;
        value
    }
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        assert_eq!(own(&cache, &source, 1).await, 1);
        source.set(2);
        assert_eq!(own(&cache, &source, 1).await, 2, "{tiers}");
        assert_eq!(own(&cache, &source, 2).await, 2, "{tiers}");
        source.set(3);
        assert_eq!(
            own(&cache, &source, 2).await,
            2,
            "{tiers}: own:2 is another tag"
        );
    }
}

#[tokio::test]
async fn tags_may_take_what_the_body_consumes() {
    #[cached(
        ttl = "1m",
        key = "owned:{org}",
        tags = ["org:{org}", "org:{org}:of:{result}", gambeson::key!("whole:{result}")],
        cache = cache
    )]
    async fn owned(cache: &CacheManager, source: &Source, org: String) -> u64 {
        drop(org);
        source.read().await
    }
    for tiers in Tiers::each() {
        for (value, tag) in ["org:a", "org:a:of:2", "whole:3"].into_iter().enumerate() {
            let (cache, source) = (tiers.manager().await, Source::new(value as u64 + 1));
            cache.clear_all().await.expect("every tier is there");
            owned(&cache, &source, "a".to_owned()).await;
            source.set(100);
            assert_eq!(
                owned(&cache, &source, "a".to_owned()).await,
                value as u64 + 1
            );
            end(&cache, tag).await;
            assert_eq!(
                owned(&cache, &source, "a".to_owned()).await,
                100,
                "{tiers}, {tag}"
            );
        }
    }
}

#[tokio::test]
async fn callers_by_hand_may_give_tags_too() {
    for tiers in Tiers::each() {
        let (cache, ttl) = (tiers.manager().await, Duration::from_secs(60));
        let load = |value: u64| async move { Ok::<_, String>(value) };
        let get = |value| cache.get_or_load_tagged("hand", ["org:1", "x"], ttl, load(value));
        assert_eq!(get(1).await, Ok(1));
        assert_eq!(get(2).await, Ok(1), "{tiers}");
        end(&cache, "x").await;
        assert_eq!(get(2).await, Ok(2), "{tiers}");
    }
}

/// Says its tag while it runs.
#[cached(ttl = "1m", key = "told:{id}", cache = cache, handle = Told)]
async fn told(cache: &CacheManager, source: &Source, id: u64, ctx: CacheCtx) -> u64 {
    let value = source.read().await;
    ctx.tag(format!("said:{value}"));
    value
}

#[tokio::test]
async fn a_tag_that_the_body_says_counts_from_before_the_load() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        told(&cache, &source, 0).await;
        assert_eq!(Told::peek(&cache, 0).await, Some(1), "{tiers}");
        end(&cache, "said:2").await;
        assert!(Told::peek(&cache, 0).await.is_some(), "{tiers}");
        end(&cache, "said:1").await;
        assert!(Told::peek(&cache, 0).await.is_none(), "{tiers}");

        let load = {
            let (cache, source) = (cache.clone(), source.clone());
            async move { told(&cache, &source, 1).await }
        };
        let old = old(&source, load).await;
        end(&cache, "said:1").await;
        source.release();
        assert_eq!(old.await.expect("no panic"), 1);
        assert!(Told::peek(&cache, 1).await.is_none(), "{tiers}");
    }
}
