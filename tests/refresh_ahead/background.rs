//! Reloads in tasks of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gambeson::cache::{How, observe};
use gambeson::{CacheManager, cached};
use gambeson_tests::{Source, until};

use crate::{FAILING, PANICKING, Shop, manager, reloads, seconds};

#[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "p:{id}", handle = Price, cache = cache)]
async fn price(cache: &CacheManager, shop: &Shop, id: u64) -> Result<u64, String> {
    Ok(shop.price().await? + id)
}

#[tokio::test]
async fn from_eighty_percent_on_a_hit_answers_at_once_and_one_reload_runs() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    assert_eq!(price(&cache, &shop, 0).await, Ok(1));
    shop.source.set(2);
    shop.source.hold();
    clock.advance(seconds(79));
    assert_eq!(price(&cache, &shop, 0).await, Ok(1));
    assert_eq!(shop.source.reads(), 1);
    clock.advance(seconds(2));
    for _ in 0..100 {
        assert_eq!(price(&cache, &shop, 0).await, Ok(1), "nobody waits");
    }
    shop.source.begun(2).await;
    shop.source.release();
    until("the reload is stored", || reloads(&cache) == (1, 0)).await;
    assert_eq!(price(&cache, &shop, 0).await, Ok(2));
    assert_eq!(shop.source.reads(), 2);
    let total = cache.stats().total;
    assert_eq!((total.misses, total.hits_memory, total.stale), (1, 102, 0));
}

#[tokio::test]
async fn callers_after_the_end_join_the_reload() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    price(&cache, &shop, 0).await.expect("it is open");
    shop.source.set(2);
    shop.source.hold();
    clock.advance(seconds(90));
    assert_eq!(price(&cache, &shop, 0).await, Ok(1));
    shop.source.begun(2).await;
    clock.advance(seconds(11));
    let late = tokio::spawn({
        let (cache, shop) = (cache.clone(), shop.clone());
        async move { price(&cache, &shop, 0).await }
    });
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!late.is_finished());
    shop.source.release();
    assert_eq!(late.await.expect("no panic"), Ok(2));
    assert_eq!(shop.source.reads(), 2);
}

#[tokio::test]
async fn a_failed_or_panicking_reload_leaves_the_entry_and_is_tried_again_later() {
    for mood in [FAILING, PANICKING] {
        let ((cache, clock), shop) = (manager().await, Shop::new(1));
        price(&cache, &shop, 0).await.expect("it is open");
        shop.is(mood);
        clock.advance(seconds(81));
        assert_eq!(price(&cache, &shop, 0).await, Ok(1));
        until("the reload has failed", || reloads(&cache) == (0, 1)).await;
        for _ in 0..10 {
            assert_eq!(price(&cache, &shop, 0).await, Ok(1));
        }
        // A tenth of the ttl.
        clock.advance(seconds(9));
        assert_eq!(price(&cache, &shop, 0).await, Ok(1));
        assert_eq!(shop.source.reads(), 2);
        clock.advance(seconds(2));
        shop.is(0);
        shop.source.set(5);
        assert_eq!(price(&cache, &shop, 0).await, Ok(1));
        until("the reload is stored", || reloads(&cache) == (1, 1)).await;
        assert_eq!(price(&cache, &shop, 0).await, Ok(5));
    }
}

#[tokio::test]
async fn an_invalidation_during_the_reload_wins() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    price(&cache, &shop, 0).await.expect("it is open");
    clock.advance(seconds(81));
    shop.source.hold();
    assert_eq!(price(&cache, &shop, 0).await, Ok(1));
    shop.source.begun(2).await;
    cache.delete("p:0").await.expect("memory is there");
    shop.source.set(9);
    shop.source.release();
    until("the reload has ended", || reloads(&cache).0 == 1).await;
    assert!(!cache.exists("p:0").await);
    assert_eq!(price(&cache, &shop, 0).await, Ok(9));
}

#[tokio::test]
async fn no_more_reloads_run_than_may_and_the_others_are_left_to_a_later_hit() {
    let clock = gambeson::test::ManualClock::new();
    let cache = CacheManager::builder()
        .clock(clock.clone())
        .max_reloads(2)
        .build()
        .await
        .expect("the settings are good");
    let shop = Shop::new(1);
    for id in 0..5 {
        price(&cache, &shop, id).await.expect("it is open");
    }
    shop.source.hold();
    clock.advance(seconds(81));
    for id in 0..5 {
        assert_eq!(price(&cache, &shop, id).await, Ok(1 + id));
    }
    shop.source.begun(7).await;
    assert_eq!(cache.stats().total.reloads_skipped, 3);
    shop.source.release();
    until("two are stored", || reloads(&cache) == (2, 0)).await;
    for id in 0..5 {
        assert_eq!(price(&cache, &shop, id).await, Ok(1 + id));
        until("one more is stored", || {
            reloads(&cache).0 >= 2 + id.saturating_sub(1)
        })
        .await;
    }
    until("all are stored", || reloads(&cache).0 == 5).await;
}

#[tokio::test]
async fn a_reload_that_brings_nothing_to_keep_removes_what_was_there() {
    #[cached(ttl = "100s", strategy = refresh_ahead, jitter = 0, key = "maybe", skip(cache, shop), cache = cache)]
    async fn maybe(cache: &CacheManager, shop: Shop) -> Option<u64> {
        shop.price().await.ok().filter(|price| *price > 0)
    }

    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    assert_eq!(maybe(&cache, shop.clone()).await, Some(1));
    shop.source.set(0);
    clock.advance(seconds(81));
    assert_eq!(maybe(&cache, shop.clone()).await, Some(1));
    until("the reload has ended", || reloads(&cache).0 == 1).await;
    assert!(!cache.exists("maybe").await);
}

#[tokio::test]
async fn a_hit_during_the_window_says_that_it_is_one() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    cache
        .scope(price(&cache, &shop, 0))
        .await
        .expect("it is open");
    clock.advance(seconds(81));
    let traced = Price::traced(&cache, &shop, 0).await;
    assert_eq!(
        (traced.how, traced.age),
        (How::HitMemory, Some(seconds(81)))
    );
    clock.advance(seconds(1));
    let seen = observe(price(&cache, &shop, 0)).await;
    assert_eq!((seen.hits(), seen.misses()), (1, 0));
}

#[tokio::test]
async fn the_reload_is_inside_of_the_caller_s_scope() {
    #[cached(ttl = "100s", strategy = refresh_ahead, jitter = 0, key = "outer", skip(cache), cache = cache)]
    async fn outer(cache: &CacheManager) -> u64 {
        inner().await
    }

    #[cached(ttl = "1s", key = "inner")]
    async fn inner() -> u64 {
        1
    }

    let (cache, clock) = manager().await;
    cache.scope(outer(&cache)).await;
    cache.delete("inner").await.expect("memory is there");
    clock.advance(seconds(81));
    cache.scope(outer(&cache)).await;
    until("the reload is stored", || reloads(&cache).0 == 1).await;
    assert!(
        cache.exists("inner").await,
        "the manager of the scope has it"
    );
}

/// What the call of one thread stops at, between its look at the entry and the reload.
#[derive(Default)]
struct Stop {
    stops: AtomicBool,
    reached: AtomicBool,
    goes_on: AtomicBool,
}

#[derive(Default)]
struct Stopping(Arc<Stop>);

impl Clone for Stopping {
    fn clone(&self) -> Self {
        if self.0.stops.swap(false, Ordering::SeqCst) {
            self.0.reached.store(true, Ordering::SeqCst);
            while !self.0.goes_on.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
        }
        Self(Arc::clone(&self.0))
    }
}

#[cached(ttl = "10s", jitter = 0, strategy = refresh_ahead, key = "late:{id}", skip(source, stop), cache = cache)]
async fn noticed_late(cache: &CacheManager, source: &Source, stop: &Stopping, id: u64) -> u64 {
    _ = stop;
    source.read().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_notices_when_the_reload_has_ended_does_not_reload_again() {
    let (cache, clock) = manager().await;
    let (source, stop) = (Source::new(1), Arc::new(Stop::default()));
    let stopping = || Stopping(Arc::clone(&stop));
    noticed_late(&cache, &source, &stopping(), 1).await;
    clock.advance(seconds(9));
    stop.stops.store(true, Ordering::SeqCst);
    let late = tokio::spawn({
        let (cache, source, stop) = (cache.clone(), source.clone(), stopping());
        async move { noticed_late(&cache, &source, &stop, 1).await }
    });
    until("it has looked", || stop.reached.load(Ordering::SeqCst)).await;
    noticed_late(&cache, &source, &stopping(), 1).await;
    until("the reload ends", || reloads(&cache) == (1, 0)).await;
    stop.goes_on.store(true, Ordering::SeqCst);
    assert_eq!(late.await.expect("no panic"), 1);
    let value = noticed_late(&cache, &source, &stopping(), 1).await;
    assert_eq!((value, source.reads()), (1, 2));
}
