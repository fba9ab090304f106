//! Reloads where Redis has the entry too.

use std::time::Duration;

use gambeson::{CacheManager, cached};
use gambeson_tests::{Tiers, until};

use crate::{Shop, reloads};

#[cached(ttl = "6s", jitter = 0, strategy = refresh_ahead(at = 0.01), key = "p", skip(cache, shop), cache = cache)]
async fn price(cache: &CacheManager, shop: &Shop) -> Result<u64, String> {
    shop.price().await
}

#[cached(ttl = "6s", jitter = 0, strategy = refresh_ahead(at = 0.01), key = "only", skip(cache, shop), tier = redis, cache = cache)]
async fn in_redis(cache: &CacheManager, shop: &Shop) -> Result<u64, String> {
    shop.price().await
}

/// Until the first hundredth of the ttl has passed.
async fn until_due() {
    tokio::time::sleep(Duration::from_millis(80)).await;
}

#[tokio::test]
async fn a_hit_in_redis_reloads_as_well_and_the_other_process_sees_the_new_value() {
    let tiers = Tiers::redis();
    let (one, other, shop) = (tiers.manager().await, tiers.manager().await, Shop::new(1));
    assert_eq!(price(&one, &shop).await, Ok(1));
    until_due().await;
    shop.source.set(2);
    assert_eq!(
        price(&other, &shop).await,
        Ok(1),
        "it is answered from Redis"
    );
    until("the other process has reloaded", || {
        reloads(&other) == (1, 0)
    })
    .await;
    assert_eq!(price(&other, &shop).await, Ok(2));
    assert_eq!(other.stats().total.misses, 0);
    // Its own entry is due: it finds in Redis what the other has brought, or loads once more.
    until_due().await;
    price(&one, &shop).await.expect("it is open");
    until("it has the new one", || reloads(&one).0 == 1).await;
    assert_eq!(price(&one, &shop).await, Ok(2));
}

#[tokio::test]
async fn without_memory_callers_are_answered_by_redis_while_one_reloads() {
    let tiers = Tiers::redis();
    let (cache, shop) = (tiers.manager().await, Shop::new(1));
    assert_eq!(in_redis(&cache, &shop).await, Ok(1));
    until_due().await;
    shop.source.set(2);
    shop.source.hold();
    assert_eq!(in_redis(&cache, &shop).await, Ok(1));
    shop.source.begun(2).await;
    for _ in 0..10 {
        assert_eq!(in_redis(&cache, &shop).await, Ok(1));
    }
    shop.source.release();
    until("the reload is stored", || reloads(&cache).0 >= 1).await;
    assert_eq!(in_redis(&cache, &shop).await, Ok(2));
}

#[tokio::test]
async fn an_invalidation_by_another_process_during_the_reload_wins() {
    let tiers = Tiers::redis();
    let (one, other, shop) = (tiers.manager().await, tiers.manager().await, Shop::new(1));
    price(&one, &shop).await.expect("it is open");
    until_due().await;
    shop.source.hold();
    assert_eq!(price(&one, &shop).await, Ok(1));
    shop.source.begun(2).await;
    other.delete("p").await.expect("Redis is there");
    shop.source.set(9);
    shop.source.release();
    until("the reload has ended", || reloads(&one).0 == 1).await;
    assert_eq!(price(&other, &shop).await, Ok(9), "it is not the reload's");
}
