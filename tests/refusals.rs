//! A Redis that answers and refuses: full, loading, read-only, or with another password.

use std::time::Duration;

use gambeson::cache::{CacheError, RedisState, Ttl};
use gambeson::{CacheManager, cached};
use gambeson_tests::redis_server::{Fault, Proxy, RedisServer};
use gambeson_tests::{Events, Source, Tiers, builder, built, holds_value, state, until_state};

#[cached(ttl = "1m", key = "n:{id}", cache = cache)]
async fn number(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[cached(ttl = "1m", key = "r:{id}", tier = redis, cache = cache)]
async fn in_redis(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[tokio::test]
async fn a_full_redis_serves_what_it_has_and_memory_keeps_what_it_does_not_take() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    tiers.server().command(&["CONFIG", "SET", "maxmemory", "1"]);
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    assert_eq!(source.reads(), 1, "what is there is served");
    for id in 10..30 {
        assert_eq!(number(&cache, &source, id).await, id + 1);
        assert!(!holds_value(tiers.server(), &format!("t:n:{id}")));
    }
    let loads = source.reads();
    for id in 10..30 {
        assert_eq!(number(&cache, &source, id).await, id + 1);
    }
    assert_eq!(
        source.reads(),
        loads,
        "memory keeps it for its own short time"
    );
    assert_eq!(
        state(&cache).await,
        RedisState::Up,
        "a full server is not an outage"
    );
    let set = cache.set("h", 1_u64, Ttl::Default).await;
    assert!(set.is_ok(), "it is remembered as a removal: {set:?}");
    assert_eq!(cache.delete("r:1").await, Ok(true), "removing is possible");
    tiers.server().command(&["CONFIG", "SET", "maxmemory", "0"]);
    assert_eq!(in_redis(&cache, &source, 2).await, 3);
    assert!(holds_value(tiers.server(), "t:r:2"));
}

#[tokio::test]
async fn a_redis_that_evicts_is_a_smaller_cache_and_nothing_else() {
    let server = RedisServer::with(&["--maxmemory", "3mb", "--maxmemory-policy", "allkeys-lru"]);
    let mut tiers = Tiers::over(server);
    let cache = tiers.manager().await;
    for round in 0..2_u64 {
        for id in 0..2_000_u64 {
            let load = async { Ok::<_, ()>(vec![id + round; 200]) };
            let value = cache
                .get_or_load(format!("big:{id}"), Ttl::Default, load)
                .await;
            assert!(value.is_ok_and(|value| value[0] == id || value[0] == id + 1));
        }
    }
    let evicted = tiers.server().command(&["INFO", "stats"]).text();
    let evicted = evicted
        .lines()
        .find_map(|line| line.strip_prefix("evicted_keys:"));
    assert!(evicted.is_some_and(|count| count != "0"), "{evicted:?}");
    assert_eq!(state(&cache).await, RedisState::Up);
}

#[tokio::test]
async fn loading_read_only_and_unauthorised_answers_are_misses_and_then_cost_nothing() {
    for code in [
        "-LOADING dataset",
        "-READONLY replica",
        "-NOAUTH password",
        "-MASTERDOWN link",
    ] {
        let mut tiers = Tiers::redis();
        let proxy = Proxy::before(tiers.server().port());
        let (cache, source) = (
            built(builder(&tiers.server().url_by(proxy.port()))).await,
            Source::new(1),
        );
        assert_eq!(in_redis(&cache, &source, 1).await, 2);
        proxy.set(Fault::Answer(format!("{code}\r\n").into_bytes()));
        for id in 0..20 {
            assert_eq!(number(&cache, &source, id).await, id + 1, "{code}");
        }
        assert_eq!(
            state(&cache).await,
            RedisState::Down,
            "{code}: three in a row are an outage"
        );
        let connections = proxy.connections();
        for id in 0..2_000 {
            assert_eq!(
                in_redis(&cache, &source, 10_000 + id).await,
                10_001 + id,
                "{code}"
            );
        }
        // The supervisor tries; the calls do not.
        assert!(proxy.connections() - connections < 200, "{code}");
        proxy.set(Fault::None);
        let took = until_state(&cache, RedisState::Up).await;
        assert!(took < Duration::from_secs(2), "{code}: {took:?}");
    }
}

#[tokio::test]
async fn a_demoted_master_is_left_although_it_goes_on_serving_reads() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    tiers.server().command(&["REPLICAOF", "127.0.0.1", "1"]);
    tiers
        .server()
        .command(&["CONFIG", "SET", "replica-serve-stale-data", "yes"]);
    for id in 10..20 {
        assert_eq!(number(&cache, &source, id).await, id + 1);
    }
    until_state(&cache, RedisState::Down).await;
    cache.delete("r:1").await.expect("it is remembered");
    source.set(10);
    assert_eq!(in_redis(&cache, &source, 1).await, 11);
    tiers.server().command(&["REPLICAOF", "NO", "ONE"]);
    until_state(&cache, RedisState::Up).await;
    assert_eq!(in_redis(&cache, &source, 1).await, 11);
}

#[tokio::test]
async fn a_wrong_password_is_an_outage_and_is_shown_nowhere() {
    let events = Events::listen();
    let server = RedisServer::with(&["--requirepass", "right-hunter2"]);
    let wrong = format!("redis://:wrong-hunter2@127.0.0.1:{}/", server.port());
    let (cache, source) = (built(builder(&wrong)).await, Source::new(1));
    assert_eq!(number(&cache, &source, 1).await, 2);
    assert_eq!(state(&cache).await, RedisState::Down);
    let error = builder(&wrong)
        .require_redis()
        .build()
        .await
        .expect_err("it is required");
    assert!(matches!(error, CacheError::Unreachable { .. }), "{error:?}");
    let health = cache.health().await;
    for shown in [
        format!("{cache:?} {health:?} {error:?} {error}"),
        format!("{:?}", builder(&wrong)),
        events.text(),
    ] {
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    assert!(
        health.redis.and_then(|redis| redis.why).is_some(),
        "it says why"
    );
    let bad = CacheManager::builder()
        .redis("redis://:hunter2@h:port")
        .build()
        .await;
    let bad = bad.expect_err("no port");
    assert!(
        matches!(
            bad,
            CacheError::Config {
                setting: "redis",
                ..
            }
        ),
        "{bad:?}"
    );
    assert!(!format!("{bad} {bad:?}").contains("hunter2"), "{bad}");
    let right = format!("redis://:right-hunter2@127.0.0.1:{}/", server.port());
    let cache = built(builder(&right)).await;
    assert_eq!(state(&cache).await, RedisState::Up);
}

#[tokio::test]
async fn a_password_that_is_changed_under_way_is_an_outage_until_it_is_changed_back() {
    let mut tiers = Tiers::over(RedisServer::with(&["--requirepass", "one"]));
    let (cache, source) = (tiers.manager().await, Source::new(1));
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    tiers.server().set_password("two");
    tiers
        .server()
        .command(&["CLIENT", "KILL", "TYPE", "normal"]);
    until_state(&cache, RedisState::Down).await;
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    assert_eq!(source.reads(), 2);
    tiers.server().set_password("one");
    until_state(&cache, RedisState::Up).await;
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    assert_eq!(source.reads(), 2, "what stands there is served again");
}
