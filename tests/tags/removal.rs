//! What goes with a tag, and what stays.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gambeson::cache::{How, TimeLeft};
use gambeson::test::ManualClock;
use gambeson::{CacheManager, cached};
use gambeson_tests::{Source, Tiers};

use crate::{Named, Row, Rows, There, end, named, plain, row, there};

#[tokio::test]
async fn an_invalidated_tag_removes_every_entry_that_has_it_and_no_other() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(10));
        for id in 0..50 {
            named(&cache, &source, 1, id).await;
            named(&cache, &source, 2, id).await;
            plain(&cache, &source, id).await;
        }
        assert_eq!(source.reads(), 150);
        source.set(100);
        end(&cache, "org:1").await;
        for id in 0..50 {
            assert_eq!(named(&cache, &source, 1, id).await, 100 + id, "{tiers}");
            assert_eq!(named(&cache, &source, 2, id).await, 10 + id, "{tiers}");
            assert_eq!(plain(&cache, &source, id).await, 10 + id, "{tiers}");
        }
        assert_eq!(source.reads(), 200, "{tiers}");
        end(&cache, "all").await;
        assert_eq!(named(&cache, &source, 2, 0).await, 100, "{tiers}");
    }
}

#[tokio::test]
async fn what_one_process_invalidates_no_other_reads_from_redis() {
    let tiers = Tiers::redis();
    let (here, elsewhere, source) = (tiers.manager().await, tiers.manager().await, Source::new(1));
    assert_eq!(there(&here, &source, 1, 0).await, 1);
    assert_eq!(row(&here, &source, 5).await.group, 1);
    let (found, seen) = (
        There::traced(&elsewhere, &source, 1, 0).await,
        Rows::traced(&elsewhere, &source, 5).await,
    );
    assert_eq!((found.how, seen.how), (How::HitRedis, How::HitRedis));
    source.set(2);
    end(&elsewhere, "org:1").await;
    end(&elsewhere, "group:1").await;
    assert_eq!(there(&here, &source, 1, 0).await, 2);
    let fresh = tiers.manager().await;
    assert_eq!(row(&fresh, &source, 5).await.group, 2);
    assert_eq!(
        row(&elsewhere, &source, 5).await.group,
        2,
        "its memory held the tag of the entry"
    );
}

#[tokio::test]
async fn tags_of_the_result_and_of_both_together_remove_their_entry() {
    for tiers in Tiers::each() {
        for tag in ["group:7", "row:3:of:3"] {
            let (cache, source) = (tiers.manager().await, Source::new(7));
            cache.clear_all().await.expect("every tier is there");
            assert_eq!(row(&cache, &source, 3).await, Row { id: 3, group: 7 });
            source.set(8);
            end(&cache, "group:8").await;
            end(&cache, "row:4:of:3").await;
            assert_eq!(row(&cache, &source, 3).await.group, 7, "{tiers}, {tag}");
            end(&cache, tag).await;
            assert_eq!(row(&cache, &source, 3).await.group, 8, "{tiers}, {tag}");
            // The new value has other tags.
            source.set(9);
            end(&cache, "group:7").await;
            assert_eq!(row(&cache, &source, 3).await.group, 8, "{tiers}, {tag}");
        }
    }
}

#[tokio::test]
async fn every_way_of_looking_passes_over_what_was_invalidated() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(10));
        let elsewhere = tiers.manager().await;
        named(&cache, &source, 1, 0).await;
        assert_eq!(Named::peek(&cache, 1, 0).await, Some(10), "{tiers}");
        assert!(cache.exists("named:1:0").await, "{tiers}");
        if tiers.shared() {
            assert!(elsewhere.exists("named:1:0").await);
            assert_eq!(elsewhere.get::<u64>("named:1:0").await, Some(10));
        }
        end(&cache, "org:1").await;
        let fresh = if tiers.shared() {
            tiers.manager().await
        } else {
            cache.clone()
        };
        assert_eq!(Named::peek(&fresh, 1, 0).await, None, "{tiers}");
        assert_eq!(Named::peek(&cache, 1, 0).await, None, "{tiers}");
        assert_eq!(cache.get::<u64>("named:1:0").await, None, "{tiers}");
        assert_eq!(
            fresh.get_many::<u64, _>(["named:1:0", "x"]).await,
            [None, None],
            "{tiers}"
        );
        assert_eq!(fresh.ttl_of("named:1:0").await, None, "{tiers}");
        assert!(!cache.exists("named:1:0").await, "{tiers}");
        let load = async { Ok::<_, ()>(5_u64) };
        assert_eq!(
            fresh
                .get_or_load("named:1:0", Duration::from_secs(60), load)
                .await,
            Ok(5)
        );
    }
}

#[tokio::test]
async fn a_tagged_entry_that_is_read_by_hand_keeps_its_tags_in_memory() {
    let tiers = Tiers::redis();
    let (here, elsewhere, source) = (tiers.manager().await, tiers.manager().await, Source::new(1));
    named(&here, &source, 1, 0).await;
    assert_eq!(elsewhere.get::<u64>("named:1:0").await, Some(1));
    assert!(matches!(
        elsewhere.ttl_of("named:1:0").await,
        Some(TimeLeft::For(_))
    ));
    end(&elsewhere, "org:1").await;
    assert_eq!(elsewhere.get::<u64>("named:1:0").await, None);
}

#[tokio::test]
async fn memory_asks_redis_about_tags_again_when_its_own_time_is_over() {
    let tiers = Tiers::redis();
    let clock = ManualClock::new();
    let builder = tiers.builder().memory_ttl(Duration::from_secs(5));
    let here = builder
        .clock(clock.clone())
        .build()
        .await
        .expect("it is there");
    let (elsewhere, source) = (tiers.manager().await, Source::new(1));
    assert_eq!(named(&here, &source, 1, 0).await, 1);
    source.set(2);
    end(&elsewhere, "org:1").await;
    clock.advance(Duration::from_secs(6));
    assert_eq!(named(&here, &source, 1, 0).await, 2);
}

#[cached(ttl = "1m", key = "maybe:{id}", tags = ["maybe:{id}", "found:{result}"], negative_ttl = "10s", cache = cache)]
async fn maybe(cache: &CacheManager, source: &Source, id: u64) -> Result<Option<u64>, String> {
    let value = source.read().await;
    Ok((value > 0).then_some(value))
}

#[tokio::test]
async fn a_stored_none_has_the_tags_that_the_arguments_name() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(0));
        assert_eq!(maybe(&cache, &source, 1).await, Ok(None));
        assert_eq!(maybe(&cache, &source, 1).await, Ok(None));
        assert_eq!(source.reads(), 1, "{tiers}");
        source.set(4);
        end(&cache, "maybe:1").await;
        assert_eq!(maybe(&cache, &source, 1).await, Ok(Some(4)), "{tiers}");
        source.set(5);
        end(&cache, "found:4").await;
        assert_eq!(maybe(&cache, &source, 1).await, Ok(Some(5)), "{tiers}");
    }
}

#[cached(ttl = "1m", key = "sync:{id}", tags = ["even:{result.0}"], cache = cache)]
fn in_sync(cache: &CacheManager, source: &AtomicUsize, id: u64) -> Arc<(u64, u64)> {
    source.fetch_add(1, Ordering::SeqCst);
    Arc::new((id % 2, id))
}

#[test]
fn a_sync_function_has_tags_in_memory() {
    let tiers = Tiers::memory();
    let runtime = tokio::runtime::Runtime::new().expect("there are threads");
    let (cache, source) = (runtime.block_on(tiers.manager()), AtomicUsize::new(0));
    for id in 0..4 {
        in_sync(&cache, &source, id);
        in_sync(&cache, &source, id);
    }
    assert_eq!(source.load(Ordering::SeqCst), 4);
    runtime.block_on(end(&cache, "even:1"));
    for id in 0..4 {
        in_sync(&cache, &source, id);
    }
    assert_eq!(source.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn tags_that_are_text_alike_are_still_apart() {
    for tiers in Tiers::each() {
        #[cached(ttl = "1m", key = "pair:{a}:{b}", tags = ["{a}:{b}"], cache = cache)]
        async fn pair(cache: &CacheManager, source: &Source, a: &str, b: &str) -> u64 {
            source.read().await
        }
        let (cache, source) = (tiers.manager().await, Source::new(1));
        pair(&cache, &source, "x:y", "z").await;
        pair(&cache, &source, "x", "y:z").await;
        end(&cache, "x:y:z").await;
        end(&cache, "x%3Ay:z").await;
        source.set(2);
        assert_eq!(pair(&cache, &source, "x:y", "z").await, 2, "{tiers}");
        assert_eq!(pair(&cache, &source, "x", "y:z").await, 1, "{tiers}");
    }
}

#[tokio::test]
async fn what_lost_its_tag_is_freed_by_the_sweep_and_tags_that_nobody_has_are_forgotten() {
    let tiers = Tiers::memory();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    for id in 0..100 {
        named(&cache, &source, id, 0).await;
    }
    assert_eq!((cache.stats().entries, cache.stats().tags), (100, 101));
    for org in 0..50 {
        end(&cache, &format!("org:{org}")).await;
    }
    cache.sweep();
    assert_eq!((cache.stats().entries, cache.stats().tags), (50, 51));
    end(&cache, "all").await;
    cache.sweep();
    assert_eq!((cache.stats().entries, cache.stats().tags), (0, 0));
}

#[cached(
    ttl = "1m",
    key = "spare:{id}",
    tags = ["spare:{id}"],
    stale_if_error = "1h",
    jitter = 0,
    cache = cache
)]
async fn spare(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, String> {
    match source.read().await {
        0 => Err("no".to_owned()),
        value => Ok(value),
    }
}

#[tokio::test]
async fn what_lost_its_tag_is_not_served_stale_either() {
    let clock = ManualClock::new();
    let builder = Tiers::memory().builder().clock(clock.clone());
    let (cache, source) = (builder.build().await.expect("it is there"), Source::new(1));
    assert_eq!(spare(&cache, &source, 1).await, Ok(1));
    clock.advance(Duration::from_secs(61));
    source.set(0);
    assert_eq!(
        spare(&cache, &source, 1).await,
        Ok(1),
        "the load has failed"
    );
    end(&cache, "spare:1").await;
    assert_eq!(spare(&cache, &source, 1).await, Err("no".to_owned()));
}

#[tokio::test]
async fn memory_hears_soon_of_a_tag_that_another_process_invalidates() {
    let tiers = Tiers::redis();
    let (here, elsewhere, source) = (tiers.manager().await, tiers.manager().await, Source::new(1));
    assert_eq!(named(&here, &source, 1, 0).await, 1);
    assert_eq!(named(&elsewhere, &source, 1, 0).await, 1);
    assert_eq!(row(&elsewhere, &source, 1).await.group, 1);
    source.set(2);
    end(&here, "org:1").await;
    end(&here, "group:1").await;
    // Long before its own minute is over.
    let begun = std::time::Instant::now();
    while named(&elsewhere, &source, 1, 0).await != 2
        || row(&elsewhere, &source, 1).await.group != 2
    {
        assert!(begun.elapsed() < gambeson_tests::PATIENCE, "it never hears");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
