//! `read = strict`: each call sees what Redis says during it.

use gambeson::cache::{Coherence, How};
use gambeson::{CacheManager, cached};
use gambeson_tests::{Source, Tiers};

use crate::Numbers;

#[cached(ttl = "10m", key = "n:{id}", read = strict, cache = cache, handle = Strict)]
async fn strict(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

async fn ask(cache: &CacheManager, source: &Source) -> (u64, How) {
    let traced = Strict::traced(cache, source, 1).await;
    (traced.value, traced.how)
}

#[tokio::test]
async fn memory_is_neither_asked_nor_filled() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = tiers.manager().await;
    assert_eq!(Numbers::traced(&cache, &source, 1).await.value, 11);
    assert_eq!(ask(&cache, &source).await, (11, How::HitRedis));
    Numbers::invalidate(&cache, 1)
        .await
        .expect("it is remembered at least");
    assert_eq!(ask(&cache, &source).await, (11, How::Loaded));
    assert_eq!(ask(&cache, &source).await, (11, How::HitRedis));
    assert_eq!(cache.health().await.memory.entries, 0);
}

#[tokio::test]
async fn the_first_call_after_a_change_elsewhere_sees_it_whatever_memory_holds() {
    let (tiers, source) = (Tiers::redis(), Source::new(0));
    // Nobody tells them anything: it is Redis itself that is asked.
    let build = || async {
        let manager = tiers.builder().coherence(Coherence::Off).build().await;
        manager.expect("the settings are good")
    };
    let (one, other) = (build().await, build().await);
    for round in 1..=200 {
        Numbers::traced(&other, &source, 1).await;
        source.set(round);
        Numbers::invalidate(&one, 1)
            .await
            .expect("it is remembered at least");
        assert_eq!(ask(&other, &source).await.0, round + 1);
    }
}

#[tokio::test]
async fn concurrent_calls_share_one_load_and_each_asks_for_its_result() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = tiers.manager().await;
    source.hold();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (cache, source) = (cache.clone(), source.clone());
            tokio::spawn(async move { ask(&cache, &source).await })
        })
        .collect();
    source.begun(1).await;
    source.release();
    let mut loaded = 0;
    for call in calls {
        let (value, how) = call.await.expect("no panic");
        assert_eq!(value, 11);
        assert!(matches!(how, How::Loaded | How::HitRedis), "{how:?}");
        loaded += u64::from(how == How::Loaded);
    }
    assert_eq!(loaded, 1);
}

#[tokio::test]
async fn a_call_does_not_share_a_load_that_began_before_it_and_was_overtaken_by_a_change() {
    let (tiers, source) = (Tiers::redis(), Source::new(10));
    let (one, other) = (tiers.manager().await, tiers.manager().await);
    source.hold();
    let first = tokio::spawn({
        let (cache, source) = (one.clone(), source.clone());
        async move { ask(&cache, &source).await.0 }
    });
    source.begun(1).await;
    source.set(20);
    Strict::invalidate(&other, 1)
        .await
        .expect("it is remembered at least");
    let second = tokio::spawn({
        let (cache, source) = (one.clone(), source.clone());
        async move { ask(&cache, &source).await.0 }
    });
    source.release();
    assert_eq!(first.await.expect("no panic"), 11, "it began before");
    assert_eq!(second.await.expect("no panic"), 21);
}
