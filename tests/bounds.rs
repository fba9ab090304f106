//! Memory is bounded: in bytes, in entries, and in time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gambeson::cache::Ttl;
use gambeson::test::ManualClock;
use gambeson::{CacheManager, cached};
use gambeson_tests::{Tiers, until};

async fn fill(cache: &CacheManager, entries: u64, size: usize) {
    for id in 0..entries {
        cache
            .set(format!("k:{id}"), vec![0_u8; size], Ttl::Never)
            .await
            .expect("every tier is there");
    }
}

#[tokio::test]
async fn memory_holds_no_more_bytes_than_it_was_given() {
    for tiers in Tiers::each() {
        let bytes = 256 << 10;
        let cache = tiers
            .builder()
            .memory_bytes(bytes)
            .build()
            .await
            .expect("a manager");
        for id in 0..2_000_u64 {
            let text = "x".repeat(1_000);
            cache
                .set(format!("k:{id}"), text, Ttl::Never)
                .await
                .expect("every tier is there");
            assert!(
                cache.stats().bytes <= bytes,
                "{tiers}: {} bytes",
                cache.stats().bytes
            );
        }
        let stats = cache.stats();
        // Each takes at least its thousand, so no more than this many fit.
        assert!(
            stats.entries <= bytes / 1_000 && stats.entries > 100,
            "{tiers}: {}",
            stats.entries
        );
        assert_eq!(stats.evicted + stats.entries, 2_000, "{tiers}");
    }
}

#[tokio::test]
async fn an_entry_weighs_its_key_and_its_value() {
    for tiers in Tiers::each() {
        let cache = tiers.manager().await;
        let weigh = async |key: &str, value: String| {
            let before = cache.stats().bytes;
            cache
                .set(key, value, Ttl::Never)
                .await
                .expect("every tier is there");
            cache.stats().bytes - before
        };
        let small = weigh("small", String::new()).await;
        let large = weigh("large", "x".repeat(10_000)).await;
        assert!(
            (9_900..12_000).contains(&(large - small)),
            "{tiers}: {small}, {large}"
        );
        let long = weigh(&"k".repeat(300), String::new()).await;
        assert!(
            (290..400).contains(&(long - small)),
            "{tiers}: {small}, {long}"
        );
    }
}

#[tokio::test]
async fn an_entry_that_is_larger_than_the_bound_is_not_kept_and_does_no_harm() {
    for tiers in Tiers::each() {
        let cache = tiers
            .builder()
            .memory_bytes(64 << 10)
            .build()
            .await
            .expect("a manager");
        let loads = AtomicUsize::new(0);
        for _ in 0..3 {
            let load = async {
                loads.fetch_add(1, Ordering::SeqCst);
                Ok::<_, ()>("x".repeat(1 << 20))
            };
            let value = cache.get_or_load("huge", Ttl::Default, load).await;
            assert!(value.is_ok_and(|value| value.len() == 1 << 20));
            assert!(cache.stats().bytes <= 64 << 10, "{tiers}");
        }
        let expected = if tiers.shared() { 1 } else { 3 };
        assert_eq!(loads.load(Ordering::SeqCst), expected, "{tiers}");
    }
}

#[tokio::test]
async fn memory_holds_no_more_entries_than_asked_if_asked() {
    for tiers in Tiers::each() {
        let cache = tiers
            .builder()
            .memory_entries(50)
            .build()
            .await
            .expect("a manager");
        fill(&cache, 500, 1).await;
        let stats = cache.stats();
        assert!(
            stats.entries <= 50 && stats.entries >= 25,
            "{tiers}: {}",
            stats.entries
        );
        assert_eq!(stats.evicted + stats.entries, 500, "{tiers}");
    }
}

#[cached(ttl = "1m", key = "held:{id}", tier = memory, cache = cache, skip(value))]
async fn held(cache: &CacheManager, id: u64, value: Arc<()>) -> Arc<()> {
    value
}

#[tokio::test]
async fn what_has_expired_is_freed_by_the_sweep_also_without_a_call() {
    let clock = ManualClock::new();
    let cache = CacheManager::builder()
        .clock(clock.clone())
        .sweep_every(Duration::from_secs(1))
        .build()
        .await
        .expect("a manager");
    let alive = Arc::new(());

    for id in 0..100 {
        held(&cache, id, alive.clone()).await;
    }
    cache
        .set("stays", 1_u64, Ttl::Never)
        .await
        .expect("no second tier");
    assert_eq!(Arc::strong_count(&alive), 101);
    clock.advance(Duration::from_secs(61));
    until("the sweep comes by", || Arc::strong_count(&alive) == 1).await;
    let stats = cache.stats();
    assert_eq!((stats.entries, stats.expired, stats.evicted), (1, 100, 0));
    fill(&cache, 10, 1).await;
    cache
        .set("goes", 1_u64, Duration::from_secs(1))
        .await
        .expect("no second tier");
    clock.advance(Duration::from_secs(2));
    cache.sweep();
    assert_eq!(cache.stats().expired, 101);
}

#[tokio::test]
async fn settings_that_cannot_be_are_errors_that_say_what_is_taken() {
    for (builder, named) in [
        (CacheManager::builder().memory_bytes(0), "memory_bytes"),
        (CacheManager::builder().memory_entries(0), "memory_entries"),
        (
            CacheManager::builder().default_ttl(Duration::ZERO),
            "default_ttl",
        ),
        (
            CacheManager::builder().memory_ttl(Duration::ZERO),
            "memory_ttl",
        ),
        (CacheManager::builder().wait(Duration::ZERO), "wait"),
        (CacheManager::builder().require_redis(), "require_redis"),
        (CacheManager::builder().redis("localhost"), "redis"),
        (
            CacheManager::builder()
                .redis("redis://h")
                .response_timeout(Duration::ZERO),
            "response_timeout",
        ),
        (
            CacheManager::builder()
                .redis("redis://h")
                .connect_timeout(Duration::ZERO),
            "connect_timeout",
        ),
    ] {
        let error = builder.build().await.expect_err(named).to_string();
        assert!(error.starts_with(&format!("`{named}` holds `")), "{error}");
        assert!(error.contains("it takes "), "{error}");
    }
}

#[cached(ttl = "1m", key = "text:{length}", tier = memory, cache = cache)]
async fn text(cache: &CacheManager, length: usize) -> String {
    "x".repeat(length)
}

#[cached(ttl = "1m", key = "shared:{length}", cache = cache)]
fn shared_text(cache: &CacheManager, length: usize) -> Arc<String> {
    "x".repeat(length).into()
}

#[derive(Clone)]
struct Opaque(Vec<u8>);

#[cached(ttl = "1m", key = "opaque:{length}", cache = cache)]
fn opaque(cache: &CacheManager, length: usize) -> Opaque {
    Opaque(vec![0; length])
}

#[tokio::test]
async fn what_never_leaves_memory_weighs_what_it_points_to_where_that_can_be_told() {
    let cache = CacheManager::builder().build().await.expect("a manager");
    assert_eq!(text(&cache, 10_000).await.len(), 10_000);
    let first = cache.stats().bytes;
    assert!((10_000..11_000).contains(&first), "{first} bytes");
    assert_eq!(shared_text(&cache, 10_000).len(), 10_000);
    let second = cache.stats().bytes - first;
    assert!((10_000..11_000).contains(&second), "{second} bytes");
    assert_eq!(opaque(&cache, 10_000).0.len(), 10_000);
    let third = cache.stats().bytes - first - second;
    assert!(
        (1..1_000).contains(&third),
        "{third} bytes: it cannot be looked into"
    );
}

#[tokio::test]
async fn spans_without_end_are_taken() {
    let tiers = Tiers::redis();
    let cache = tiers
        .builder()
        .default_ttl(Duration::MAX)
        .memory_ttl(Duration::MAX)
        .wait(Duration::MAX)
        .sweep_every(Duration::MAX)
        .settle(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .response_timeout(Duration::MAX)
        .build()
        .await
        .expect("a manager");
    cache.set("k", 7_u64, Ttl::Default).await.expect("there");
    assert_eq!(cache.get::<u64>("k").await, Some(7));
    cache.delete("k").await.expect("there");
    assert_eq!(cache.get::<u64>("k").await, None);
}

#[tokio::test]
async fn a_value_of_nearly_a_mebibyte_is_kept_however_many_processors_there_are() {
    let cache = CacheManager::builder().build().await.expect("a manager");
    cache
        .set("k", vec![0_u8; 900 << 10], Ttl::Never)
        .await
        .expect("memory");
    assert!(cache.get::<Vec<u8>>("k").await.is_some());
}
