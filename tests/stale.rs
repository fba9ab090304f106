//! Values that answer after their time: while they are loaded again, and when the load fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gambeson::cache::How;
use gambeson::test::ManualClock;
use gambeson::{CacheManager, cached};
use gambeson_tests::{Source, Tiers, until};

#[derive(Debug, Clone, Default)]
struct Shop {
    source: Source,
    closed: Arc<AtomicBool>,
}

impl Shop {
    fn new(value: u64) -> Self {
        Self {
            source: Source::new(value),
            closed: Arc::default(),
        }
    }

    fn close(&self, closed: bool) {
        self.closed.store(closed, Ordering::SeqCst);
    }

    async fn price(&self) -> Result<u64, String> {
        let price = self.source.read().await;
        if self.closed.load(Ordering::SeqCst) {
            Err("closed".to_owned())
        } else {
            Ok(price)
        }
    }
}

#[cached(ttl = "10s", jitter = 0, stale_if_error = "1h", retry_after = "5s", key = "e:{id}", handle = IfError, skip(shop), cache = cache)]
async fn if_error(cache: &CacheManager, shop: &Shop, id: u64) -> Result<u64, String> {
    Ok(shop.price().await? + id)
}

#[cached(ttl = "10s", jitter = 0, stale_while_revalidate = "1m", key = "r:{id}", handle = Revalidated, skip(shop), cache = cache)]
async fn revalidated(cache: &CacheManager, shop: &Shop, id: u64) -> Result<u64, String> {
    Ok(shop.price().await? + id)
}

#[cached(ttl = "200ms", jitter = 0, stale_if_error = "1h", read = serve, key = "s:{id}", skip(shop), cache = cache)]
async fn soon(cache: &CacheManager, shop: &Shop, id: u64) -> Result<u64, String> {
    Ok(shop.price().await? + id)
}

#[cached(ttl = "200ms", jitter = 0, stale_while_revalidate = "1h", tier = redis, key = "o:{id}", skip(shop), cache = cache)]
async fn only_redis(cache: &CacheManager, shop: &Shop, id: u64) -> Result<u64, String> {
    Ok(shop.price().await? + id)
}

async fn manager() -> (CacheManager, ManualClock) {
    let clock = ManualClock::new();
    let cache = CacheManager::builder().clock(clock.clone()).build().await;
    (cache.expect("a manager in memory"), clock)
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test]
async fn a_stale_value_answers_only_when_the_load_fails_and_says_so() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    if_error(&cache, &shop, 0).await.expect("it is open");
    shop.source.set(2);
    clock.advance(seconds(11));
    assert_eq!(
        if_error(&cache, &shop, 0).await,
        Ok(2),
        "the load comes first"
    );
    shop.close(true);
    clock.advance(seconds(11));
    let traced = IfError::traced(&cache, &shop, 0).await;
    assert_eq!(
        (traced.value, traced.how, traced.age),
        (Ok(2), How::Stale, Some(seconds(11)))
    );
    let total = cache.stats().total;
    assert_eq!((total.stale, total.reloads_failed), (1, 1));
}

#[tokio::test]
async fn after_a_failure_nothing_is_tried_for_a_while() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    if_error(&cache, &shop, 0).await.expect("it is open");
    shop.close(true);
    clock.advance(seconds(11));
    for _ in 0..10 {
        assert_eq!(if_error(&cache, &shop, 0).await, Ok(1));
    }
    assert_eq!(shop.source.reads(), 2);
    clock.advance(seconds(6));
    assert_eq!(if_error(&cache, &shop, 0).await, Ok(1));
    assert_eq!(shop.source.reads(), 3);
    shop.close(false);
    clock.advance(seconds(6));
    assert_eq!(if_error(&cache, &shop, 0).await, Ok(1));
    assert_eq!((shop.source.reads(), cache.stats().total.reloads), (4, 1));
}

#[tokio::test]
async fn failures_do_not_lengthen_the_time_in_which_a_stale_value_answers() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    if_error(&cache, &shop, 0).await.expect("it is open");
    shop.close(true);
    for _ in 0..60 {
        clock.advance(seconds(60));
        assert_eq!(if_error(&cache, &shop, 0).await, Ok(1));
    }
    clock.advance(seconds(11));
    assert_eq!(if_error(&cache, &shop, 0).await, Err("closed".to_owned()));
}

#[tokio::test]
async fn whoever_waits_for_a_load_that_fails_gets_the_stale_value_too() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    if_error(&cache, &shop, 0).await.expect("it is open");
    shop.close(true);
    clock.advance(seconds(11));
    shop.source.hold();
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let (cache, shop) = (cache.clone(), shop.clone());
            tokio::spawn(async move { if_error(&cache, &shop, 0).await })
        })
        .collect();
    shop.source.begun(2).await;
    shop.source.release();
    for call in calls {
        assert_eq!(call.await.expect("no panic"), Ok(1));
    }
    assert_eq!(shop.source.reads(), 2);
}

#[tokio::test]
async fn what_was_invalidated_does_not_answer_for_a_load_that_fails() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    if_error(&cache, &shop, 0).await.expect("it is open");
    shop.close(true);
    clock.advance(seconds(11));
    shop.source.hold();
    let call = tokio::spawn({
        let (cache, shop) = (cache.clone(), shop.clone());
        async move { if_error(&cache, &shop, 0).await }
    });
    shop.source.begun(2).await;
    cache.delete("e:0").await.expect("memory is there");
    shop.source.release();
    assert_eq!(call.await.expect("no panic"), Err("closed".to_owned()));
    assert_eq!(if_error(&cache, &shop, 0).await, Err("closed".to_owned()));
}

#[tokio::test]
async fn a_stale_value_is_no_entry_to_those_who_look_by_hand() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    if_error(&cache, &shop, 0).await.expect("it is open");
    clock.advance(seconds(9));
    assert_eq!(cache.get::<u64>("e:0").await, Some(1));
    clock.advance(seconds(2));
    assert_eq!(cache.get::<u64>("e:0").await, None);
    assert!(!cache.exists("e:0").await);
    cache.sweep();
    assert_eq!(cache.stats().entries, 1, "it is kept for a load that fails");
    clock.advance(seconds(3_600));
    cache.sweep();
    assert_eq!(cache.stats().entries, 0);
}

#[tokio::test]
async fn while_it_is_loaded_again_a_stale_value_answers_at_once() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    revalidated(&cache, &shop, 0).await.expect("it is open");
    shop.source.set(2);
    shop.source.hold();
    clock.advance(seconds(69));
    let traced = Revalidated::traced(&cache, &shop, 0).await;
    assert_eq!(
        (traced.value, traced.how, traced.age),
        (Ok(1), How::Stale, Some(seconds(69)))
    );
    for _ in 0..10 {
        assert_eq!(revalidated(&cache, &shop, 0).await, Ok(1));
    }
    shop.source.begun(2).await;
    shop.source.release();
    until("the reload is stored", || cache.stats().total.reloads == 1).await;
    assert_eq!(revalidated(&cache, &shop, 0).await, Ok(2));
    clock.advance(seconds(71));
    shop.source.set(3);
    assert_eq!(
        revalidated(&cache, &shop, 0).await,
        Ok(3),
        "that time is over"
    );
    assert_eq!(cache.stats().total.stale, 11);
}

#[tokio::test]
async fn with_redis_a_stale_value_answers_in_another_process_that_has_never_had_it() {
    let tiers = Tiers::redis();
    let (one, shop) = (tiers.manager().await, Shop::new(1));
    soon(&one, &shop, 0).await.expect("it is open");
    shop.close(true);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let other = tiers.manager().await;
    assert_eq!(soon(&other, &shop, 0).await, Ok(1));
    assert_eq!(soon(&one, &shop, 0).await, Ok(1));
    assert_eq!(other.stats().total.stale, 1);
    assert_eq!(other.get::<u64>("s:0").await, None, "its time is over");
    assert!(!other.exists("s:0").await);
    one.delete("s:0").await.expect("Redis is there");
    let third = tiers.manager().await;
    assert_eq!(soon(&third, &shop, 0).await, Err("closed".to_owned()));
}

#[tokio::test]
async fn with_redis_alone_a_stale_value_answers_while_one_call_s_task_loads() {
    let tiers = Tiers::redis();
    let (cache, shop) = (tiers.manager().await, Shop::new(1));
    only_redis(&cache, &shop, 0).await.expect("it is open");
    tokio::time::sleep(Duration::from_millis(300)).await;
    shop.source.set(2);
    shop.source.hold();
    for _ in 0..5 {
        assert_eq!(only_redis(&cache, &shop, 0).await, Ok(1));
    }
    shop.source.begun(2).await;
    shop.source.release();
    until("the reload is stored", || cache.stats().total.reloads == 1).await;
    assert_eq!(
        (only_redis(&cache, &shop, 0).await, shop.source.reads()),
        (Ok(2), 2)
    );
}

#[tokio::test]
async fn when_redis_is_gone_memory_still_has_what_answers_for_a_load_that_fails() {
    let mut tiers = Tiers::redis();
    let (cache, shop) = (tiers.manager().await, Shop::new(1));
    soon(&cache, &shop, 0).await.expect("it is open");
    tiers.server().kill();
    shop.close(true);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(soon(&cache, &shop, 0).await, Ok(1));
}
