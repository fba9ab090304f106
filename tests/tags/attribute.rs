//! `#[invalidate(tags = .., pattern = .., key = ..)]`: what it removes, and when.

use futures::future::poll_immediate;
use gambeson::cache::Ttl;
use gambeson::{CacheManager, invalidate};
use gambeson_tests::{Events, PATIENCE, Source, Tiers};

use crate::{end, named, plain};

/// Ends as `how` says, after it has waited for the source.
#[invalidate(
    tags = ["org:{org}"],
    pattern = "glob:{name}:*",
    key = "plain:{org}",
    cache = cache
)]
async fn change(
    cache: &CacheManager,
    source: &Source,
    org: u64,
    name: &str,
    how: &str,
) -> Result<(), String> {
    source.read().await;
    match how {
        "panic" => panic!("as it should"),
        "fail" => Err("no".to_owned()),
        _ => Ok(()),
    }
}

#[invalidate(tags = ["org:{org}"], always, cache = cache)]
async fn touch(cache: &CacheManager, org: u64) -> Result<(), String> {
    Err(format!("{org} is not there"))
}

#[invalidate(tags = ["org:{org}", "other"], cache = cache)]
fn in_sync(cache: &CacheManager, org: u64) {}

/// A cache that holds one entry of each kind.
async fn filled(tiers: &Tiers) -> (CacheManager, Source) {
    let (cache, source) = (tiers.manager().await, Source::new(1));
    cache.clear_all().await.expect("every tier is there");
    named(&cache, &source, 1, 0).await;
    plain(&cache, &source, 1).await;
    for key in ["glob:a*:1", "glob:a%2A:1", "glob:ab:1"] {
        cache
            .set(key, 1_u64, Ttl::Default)
            .await
            .expect("every tier is there");
    }
    (cache, source)
}

/// Which are left of the tagged one, the plain one, and the three of the pattern.
async fn left(cache: &CacheManager) -> [bool; 5] {
    let keys = [
        "named:1:0",
        "plain:1",
        "glob:a*:1",
        "glob:a%2A:1",
        "glob:ab:1",
    ];
    let left = cache.get_many::<u64, _>(keys).await;
    let left: Vec<bool> = left.iter().map(Option::is_some).collect();
    left.try_into().expect("as many as keys")
}

#[tokio::test]
async fn tags_pattern_and_key_go_together_after_success_and_stay_after_a_failure() {
    for tiers in Tiers::each() {
        let (cache, source) = filled(&tiers).await;
        assert!(change(&cache, &source, 1, "a*", "fail").await.is_err());
        assert_eq!(left(&cache).await, [true; 5], "{tiers}");
        assert!(change(&cache, &source, 1, "a*", "well").await.is_ok());
        // What comes from a value is escaped as in a key, and matches nothing but itself.
        let expected = [false, false, true, false, true];
        assert_eq!(left(&cache).await, expected, "{tiers}");
        assert_eq!(
            left(&tiers.manager().await).await[..2],
            [false; 2],
            "{tiers}"
        );
    }
}

#[tokio::test]
async fn a_body_that_panics_or_is_dropped_removes_them_all() {
    for tiers in Tiers::each() {
        for how in ["panic", "drop"] {
            let (cache, source) = filled(&tiers).await;
            if how == "drop" {
                source.hold();
                let mut call = Box::pin(change(&cache, &source, 1, "ab", how));
                assert!(poll_immediate(&mut call).await.is_none());
                drop(call);
            } else {
                let (cache, source) = (cache.clone(), source.clone());
                let call = async move { change(&cache, &source, 1, "ab", "panic").await };
                assert!(tokio::spawn(call).await.expect_err("it panics").is_panic());
            }
            // Redis is told in the background.
            let begun = std::time::Instant::now();
            let expected = [false, false, true, true, false];
            while left(&tiers_of(&tiers, &cache).await).await != expected {
                assert!(
                    begun.elapsed() < PATIENCE,
                    "{tiers}, {how}: {:?}",
                    left(&cache).await
                );
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            assert_eq!(left(&cache).await, expected, "{tiers}, {how}");
        }
    }
}

/// Another process where there can be one.
async fn tiers_of(tiers: &Tiers, cache: &CacheManager) -> CacheManager {
    if tiers.shared() {
        tiers.manager().await
    } else {
        cache.clone()
    }
}

#[tokio::test]
async fn always_removes_after_a_failure_too() {
    for tiers in Tiers::each() {
        let (cache, _) = filled(&tiers).await;
        assert!(touch(&cache, 1).await.is_err());
        assert!(!left(&cache).await[0], "{tiers}");
    }
}

#[tokio::test]
async fn a_sync_function_invalidates_tags_in_memory_at_once_and_in_redis_in_the_background() {
    for tiers in Tiers::each() {
        let (cache, source) = filled(&tiers).await;
        in_sync(&cache, 1);
        source.set(5);
        assert_eq!(named(&cache, &source, 1, 0).await, 5, "{tiers}");
        let begun = std::time::Instant::now();
        while named(&tiers_of(&tiers, &cache).await, &source, 1, 0).await != 5 {
            assert!(begun.elapsed() < PATIENCE, "{tiers}");
        }
    }
}

#[tokio::test]
async fn tags_are_told_and_counted_apart_from_keys() {
    let (cache, source) = filled(&Tiers::memory()).await;
    let events = Events::listen();
    change(&cache, &source, 1, "ab", "well")
        .await
        .expect("it goes well");
    let told = events.at(tracing::Level::INFO, "invalidated");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].fields["tags"], "org:1");
    assert_eq!(told[0].fields["keys"], "plain:1");
    assert_eq!(
        events.at(tracing::Level::INFO, "cleared")[0].fields["pattern"],
        "glob:ab:*"
    );
    end(&cache, "org:9").await;
    let stats = cache.stats();
    assert_eq!(
        (stats.total.invalidations, stats.total.tag_invalidations),
        (1, 2)
    );
}
