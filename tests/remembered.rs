//! What cannot be told to Redis now: it is remembered and carried out before anybody trusts Redis
//! again, or it is an error for who asks for that.

use std::time::{Duration, Instant};

use gambeson::cache::{CacheError, OnOutage, RedisState, Ttl};
use gambeson::{CacheManager, cached, invalidate};
use gambeson_tests::redis_server::{Fault, Proxy};
use gambeson_tests::{
    Events, PATIENCE, Source, Tiers, built, calls, holds_value, quick, state, until_state,
};

#[cached(ttl = "1m", key = "n:{id}", cache = cache)]
async fn number(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[cached(ttl = "1m", key = "r:{id}", tier = redis, cache = cache)]
async fn in_redis(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[invalidate(keys = ["n:{id}", "r:{id}"], cache = cache)]
async fn forget(cache: &CacheManager, id: u64) {}

#[tokio::test]
async fn an_invalidation_during_an_outage_is_remembered_and_carried_out_before_anybody_trusts() {
    let mut tiers = Tiers::redis();
    let proxy = Proxy::before(tiers.server().port());
    let url = tiers.server().url_by(proxy.port());
    let (here, source) = (built(quick(&url)).await, Source::new(1));
    assert_eq!(number(&here, &source, 1).await, 2);
    assert_eq!(in_redis(&here, &source, 1).await, 2);
    here.set("h", 1_u64, Ttl::Default)
        .await
        .expect("Redis is there");
    proxy.set(Fault::Refuse);
    proxy.cut();
    until_state(&here, RedisState::Down).await;
    source.set(10);
    forget(&here, 1).await;
    here.set("h", 2_u64, Ttl::Default)
        .await
        .expect("it is remembered");
    let removed = here
        .delete_many(["n:1", "n:2"])
        .await
        .expect("it is remembered");
    assert_eq!((removed.redis, removed.remembered), (0, 2));
    // The process that invalidated never serves the old value,
    for _ in 0..3 {
        assert_eq!(number(&here, &source, 1).await, 11);
        assert_eq!(in_redis(&here, &source, 1).await, 11);
        assert_eq!(here.get::<u64>("h").await, Some(2));
    }
    assert!(
        holds_value(tiers.server(), "t:r:1"),
        "Redis has not been told yet"
    );
    let unlinks = calls(tiers.server(), "unlink");
    proxy.set(Fault::None);
    // nor while Redis comes back,
    let begun = Instant::now();
    while state(&here).await != RedisState::Up {
        assert!(begun.elapsed() < PATIENCE);
        assert_eq!(in_redis(&here, &source, 1).await, 11);
    }
    assert_eq!(in_redis(&here, &source, 1).await, 11);
    // and whoever comes later finds nothing old there.
    assert_eq!(
        calls(tiers.server(), "unlink") - unlinks,
        1,
        "one command for all of them"
    );
    let there = tiers.manager().await;
    assert_eq!(
        there.get::<u64>("h").await,
        None,
        "a set is remembered as a removal"
    );
    assert_eq!(there.get::<u64>("n:2").await, None);
    assert_ne!(there.get::<u64>("r:1").await, Some(2));
    assert_ne!(there.get::<u64>("n:1").await, Some(2));
}

#[tokio::test]
async fn past_the_bound_the_whole_prefix_is_doubtful_for_every_process() {
    let mut tiers = Tiers::redis();
    let proxy = Proxy::before(tiers.server().port());
    let url = tiers.server().url_by(proxy.port());
    let (here, there, source) = (
        built(quick(&url)).await,
        tiers.manager().await,
        Source::new(1),
    );
    assert_eq!(in_redis(&here, &source, 1).await, 2);
    proxy.set(Fault::Refuse);
    proxy.cut();
    until_state(&here, RedisState::Down).await;
    let removed = here
        .delete_many((0..10_001).map(|n| format!("other:{n}")))
        .await;
    assert_eq!(removed.expect("it is remembered").remembered, 10_001);
    assert_eq!(
        in_redis(&there, &source, 1).await,
        2,
        "Redis has not been told yet"
    );
    proxy.set(Fault::None);
    until_state(&here, RedisState::Up).await;
    source.set(10);
    assert_eq!(
        in_redis(&here, &source, 1).await,
        11,
        "a miss, although nobody removed it"
    );
    let begun = Instant::now();
    // By the next heartbeat of the other process.
    while there.get::<u64>("r:1").await == Some(2) {
        assert!(begun.elapsed() < PATIENCE);
    }
}

#[tokio::test]
async fn whoever_must_know_gets_an_error_and_nothing_is_remembered() {
    let mut tiers = Tiers::redis();
    let cache = built(quick(&tiers.server().url()).on_outage(OnOutage::Fail)).await;
    let source = Source::new(1);
    cache
        .set("k", 1_u64, Ttl::Default)
        .await
        .expect("Redis is there");
    tiers.server().kill();
    until_state(&cache, RedisState::Down).await;
    let events = Events::listen();
    let unreachable = |error: &CacheError| matches!(error, CacheError::Unreachable { .. });
    let set = cache.set("k", 2_u64, Ttl::Default).await;
    assert!(set.as_ref().is_err_and(unreachable), "{set:?}");
    let deleted = cache.delete("k").await;
    assert!(deleted.as_ref().is_err_and(unreachable), "{deleted:?}");
    let cleared = cache.clear("k*").await;
    assert!(cleared.as_ref().is_err_and(unreachable), "{cleared:?}");
    assert_eq!(
        number(&cache, &source, 1).await,
        2,
        "the function knows nothing of it"
    );
    forget(&cache, 1).await;
    assert_eq!(
        events.at(tracing::Level::WARN, "invalidation failed").len(),
        1
    );
    source.set(10);
    assert_eq!(
        number(&cache, &source, 1).await,
        11,
        "memory forgets in any case"
    );
}

#[tokio::test]
async fn a_shutdown_carries_out_what_is_remembered_and_memory_goes_on() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    assert_eq!(number(&cache, &source, 1).await, 2);
    tiers.server().command(&["CLIENT", "PAUSE", "300", "ALL"]);
    let mut removal = Box::pin(cache.delete("n:1"));
    assert!(
        futures::future::poll_immediate(&mut removal)
            .await
            .is_none()
    );
    drop(removal);
    cache.shutdown(PATIENCE).await;
    assert!(!holds_value(tiers.server(), "t:n:1"));
    assert_eq!(state(&cache).await, RedisState::Down);
    assert_eq!(number(&cache, &source, 1).await, 2);
    let loads = source.reads();
    assert_eq!(number(&cache, &source, 1).await, 2);
    assert_eq!(source.reads(), loads);
    // Bounded by its grace where Redis does not answer.
    let cache = tiers.manager().await;
    tiers.server().pause();
    let begun = Instant::now();
    cache.shutdown(Duration::from_millis(100)).await;
    assert!(begun.elapsed() < Duration::from_secs(4));
    tiers.server().resume();
}
