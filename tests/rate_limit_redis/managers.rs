//! The Redis of a cache's manager.

use std::time::Duration;

use gambeson::CacheManager;
use gambeson::cache::Ttl;
use gambeson::resilience::{OnStoreError, RedisLimiter};
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::{Events, builder};
use tracing::Level;

use super::{admitted, built, only};

#[tokio::test]
async fn the_manager_of_the_scope_lends_its_redis_and_its_prefix() {
    let server = RedisServer::start();
    let builder = builder(&server.url()).key_prefix("shop");
    let cache = builder.build().await.expect("it is there");
    let limiter = built(
        RedisLimiter::builder(only(2))
            .name("shop::search")
            .timeout(Duration::from_secs(10))
            .on_store_error(OnStoreError::Closed),
    );
    assert_eq!(cache.scope(admitted(&limiter, b"ada", 5)).await, 2);
    let keys = server.command(&["KEYS", "shop:*search*"]).items();
    assert_eq!(
        keys.iter()
            .map(gambeson_tests::redis_server::Reply::text)
            .collect::<Vec<_>>(),
        ["shop:%limit:shop.search%us:ada"]
    );
    // What the cache removes is its own.
    cache
        .set("one", 1_u32, Ttl::After(Duration::from_secs(60)))
        .await
        .expect("it is there");
    cache.clear_all().await.expect("it is there");
    assert_eq!(cache.get::<u32>("one").await, None);
    assert_eq!(cache.scope(admitted(&limiter, b"ada", 5)).await, 0);
}

#[tokio::test]
async fn a_manager_without_redis_is_told_once_and_counted_as_an_outage() {
    let events = Events::listen();
    let cache = CacheManager::builder()
        .build()
        .await
        .expect("memory is always there");
    let limiter = built(
        RedisLimiter::builder(only(8))
            .name("alone")
            .manager(&cache)
            .on_store_error(OnStoreError::Local(0.5)),
    );
    assert_eq!(admitted(&limiter, b"k", 10).await, 4);
    assert_eq!(limiter.store_errors(), 10);
    let told = events.at(Level::ERROR, "the cache's manager has none");
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0].fields.get("name").map(String::as_str),
        Some("alone")
    );
}
