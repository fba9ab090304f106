//! Reloads at a moment that is drawn by how long the load took.

use std::time::Duration;

use gambeson::{CacheManager, cached};
use gambeson_tests::until;

use crate::{Shop, manager, reloads, seconds};

#[cached(ttl = "100s", jitter = 0, early = xfetch(beta = 1000000000), key = "p", skip(cache, shop), cache = cache)]
async fn early(cache: &CacheManager, shop: &Shop) -> Result<u64, String> {
    // What the load takes is measured by the machine's clock.
    std::thread::sleep(Duration::from_millis(2));
    shop.price().await
}

#[cached(ttl = "100s", jitter = 0, early = xfetch, key = "late", skip(cache, shop), cache = cache)]
async fn late(cache: &CacheManager, shop: &Shop) -> Result<u64, String> {
    shop.price().await
}

#[tokio::test]
async fn a_load_that_takes_long_is_repeated_long_before_the_end() {
    let ((cache, _clock), shop) = (manager().await, Shop::new(1));
    assert_eq!(early(&cache, &shop).await, Ok(1));
    shop.source.set(2);
    assert_eq!(early(&cache, &shop).await, Ok(1));
    until("the reload is stored", || reloads(&cache).0 >= 1).await;
    assert_eq!(early(&cache, &shop).await, Ok(2));
}

#[tokio::test]
async fn a_load_that_takes_no_time_is_not_repeated_before_the_end() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    assert_eq!(late(&cache, &shop).await, Ok(1));
    clock.advance(seconds(50));
    assert_eq!(late(&cache, &shop).await, Ok(1));
    assert_eq!(shop.source.reads(), 1);
    clock.advance(seconds(51));
    assert_eq!(late(&cache, &shop).await, Ok(1));
    assert_eq!(shop.source.reads(), 2);
}
