//! A Redis that dies, stops, or is slow: the function still answers right, and pays nothing after
//! the first few calls.

use std::time::{Duration, Instant};

use gambeson::cache::{CacheError, RedisState};
use gambeson::{CacheManager, cached, invalidate};
use gambeson_tests::redis_server::{Fault, Proxy, RedisServer};
use gambeson_tests::{
    Events, PATIENCE, Source, Tiers, builder, built, holds_value, quick, state, until, until_state,
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

/// Calls whose Redis is away: each loads, and none goes near the network.
async fn assert_calls_cost_nothing(cache: &CacheManager, source: &Source) {
    let before = source.reads();
    let begun = Instant::now();
    for id in 0..500 {
        assert_eq!(
            in_redis(cache, source, 1_000_000 + id).await,
            1_000_001 + id
        );
    }
    let each = begun.elapsed() / 500;
    assert!(
        each < Duration::from_millis(2),
        "a call paid {each:?}, and a time-out is 200 ms"
    );
    assert_eq!(source.reads(), before + 500);
}

async fn answers(cache: &CacheManager, source: &Source, ids: std::ops::Range<u64>) -> Duration {
    let begun = Instant::now();
    for id in ids {
        assert_eq!(number(cache, source, id).await, id + 1);
    }
    begun.elapsed()
}

#[tokio::test]
async fn a_killed_redis_is_a_miss_costs_nothing_and_is_found_within_a_second() {
    let events = Events::listen();
    let mut tiers = Tiers::redis();
    let (cache, source) = (built(quick(&tiers.server().url())).await, Source::new(1));
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    assert_eq!(source.reads(), 1);
    tiers.server().kill();
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    assert_eq!(source.reads(), 2);
    until_state(&cache, RedisState::Down).await;
    assert_calls_cost_nothing(&cache, &source).await;
    // Memory keeps what it can for its own time.
    assert_eq!(number(&cache, &source, 1).await, 2);
    let loads = source.reads();
    assert_eq!(number(&cache, &source, 1).await, 2);
    assert_eq!(source.reads(), loads);
    tiers.server().restart();
    let found = until("the tier is found", || {
        futures::FutureExt::now_or_never(cache.health())
            .and_then(|health| health.redis)
            .is_none_or(|redis| redis.state != RedisState::Down)
    })
    .await;
    assert!(found < Duration::from_secs(1), "{found:?}");
    until_state(&cache, RedisState::Up).await;
    in_redis(&cache, &source, 2).await;
    let loads = source.reads();
    assert_eq!(in_redis(&cache, &source, 2).await, 3);
    assert_eq!(source.reads(), loads, "and it serves again");
    let changes = events.at(tracing::Level::WARN, "the Redis tier is");
    assert_eq!(
        changes.len(),
        2,
        "once down, once up, however many calls: {changes:?}"
    );
}

#[tokio::test]
async fn a_paused_redis_costs_three_time_outs_and_then_nothing() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (built(quick(&tiers.server().url())).await, Source::new(1));
    tiers.server().pause();
    let took = answers(&cache, &source, 0..20).await;
    assert!(took >= Duration::from_millis(200), "{took:?}");
    // Twenty time-outs or more would be four seconds; three, and what a busy machine adds, less.
    assert!(took < Duration::from_secs(3), "{took:?}");
    until_state(&cache, RedisState::Down).await;
    assert_calls_cost_nothing(&cache, &source).await;
    tiers.server().resume();
    let begun = Instant::now();
    until_state(&cache, RedisState::Up).await;
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(in_redis(&cache, &source, 30).await, 31);
    let loads = source.reads();
    assert_eq!(in_redis(&cache, &source, 30).await, 31);
    assert_eq!(source.reads(), loads);
}

#[tokio::test]
async fn slow_answers_garbage_half_replies_and_refused_connections_are_misses() {
    let oversized = b"$99999999999\r\nx".to_vec();
    for fault in [
        Fault::BlackHole,
        Fault::Delay(Duration::from_millis(600)),
        Fault::Answer(b"?garbage\r\n".to_vec()),
        Fault::Answer(b"-ERR no\r\n".to_vec()),
        Fault::Answer(b":17\r\n".to_vec()),
        Fault::AnswerOnce(oversized.clone()),
        Fault::AnswerOnceAndClose(b"$12\r\nhal".to_vec()),
        Fault::AnswerOnceAndClose(Vec::new()),
        Fault::DropMidReply,
        Fault::Refuse,
    ] {
        let mut tiers = Tiers::redis();
        let proxy = Proxy::before(tiers.server().port());
        let url = tiers.server().url_by(proxy.port());
        let (cache, source) = (built(quick(&url)).await, Source::new(1));
        assert_eq!(in_redis(&cache, &source, 1).await, 2);
        proxy.set(fault.clone());
        if fault == Fault::Refuse {
            proxy.cut();
        }
        for id in 0..20 {
            assert_eq!(number(&cache, &source, id).await, id + 1, "{fault:?}");
            assert_eq!(in_redis(&cache, &source, id).await, id + 1, "{fault:?}");
        }
        proxy.set(Fault::None);
        until_state(&cache, RedisState::Up).await;
        // A heartbeat may still be under way that meets an answer from before; the tier stays or
        // comes back, and a call is right in either case.
        let begun = Instant::now();
        let mut id = 100;
        loop {
            assert!(
                begun.elapsed() < PATIENCE,
                "{fault:?}: nothing is stored any more"
            );
            id += 1;
            assert_eq!(in_redis(&cache, &source, id).await, id + 1, "{fault:?}");
            let loads = source.reads();
            assert_eq!(in_redis(&cache, &source, id).await, id + 1, "{fault:?}");
            if source.reads() == loads {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn who_noticed_the_outage_serves_nothing_of_redis_until_it_has_settled() {
    let mut tiers = Tiers::redis();
    let settle = Duration::from_secs(2);
    let cache = built(quick(&tiers.server().url()).settle(settle)).await;
    let source = Source::new(1);
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    tiers
        .server()
        .command(&["CLIENT", "KILL", "TYPE", "normal"]);
    until_state(&cache, RedisState::Settling).await;
    source.set(10);
    assert_eq!(
        in_redis(&cache, &source, 1).await,
        11,
        "what stands there may be old"
    );
    assert_eq!(state(&cache).await, RedisState::Settling);
    let took = until_state(&cache, RedisState::Up).await;
    assert!(took > settle / 2, "{took:?}");
    source.set(20);
    assert_eq!(
        in_redis(&cache, &source, 1).await,
        11,
        "what was stored meanwhile is served"
    );
}

#[tokio::test]
async fn a_redis_that_is_not_there_at_the_start_is_no_error_unless_it_is_required() {
    let server = RedisServer::start();
    let url = server.url();
    let mut tiers = Tiers::over(server);
    tiers.server().kill();
    let events = Events::listen();
    let required = builder(&url).require_redis().build().await;
    assert!(
        matches!(required, Err(CacheError::Unreachable { .. })),
        "{required:?}"
    );
    let said = events.at(tracing::Level::WARN, "is not there").len();
    let (cache, source) = (built(builder(&url)).await, Source::new(1));
    assert_eq!(
        events.at(tracing::Level::WARN, "is not there").len() - said,
        1,
        "it says so once"
    );
    assert_eq!(number(&cache, &source, 1).await, 2);
    assert_eq!(number(&cache, &source, 1).await, 2);
    assert_eq!(source.reads(), 1, "memory serves");
    assert_eq!(state(&cache).await, RedisState::Down);
    tiers.server().restart();
    until_state(&cache, RedisState::Up).await;
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    assert!(holds_value(tiers.server(), "t:r:1"));
}

#[tokio::test]
async fn what_an_older_snapshot_brings_back_is_a_miss() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (built(quick(&tiers.server().url())).await, Source::new(1));
    assert_eq!(in_redis(&cache, &source, 1).await, 2);
    tiers.server().save();
    source.set(10);
    forget(&cache, 1).await;
    tiers.server().restart();
    assert!(
        holds_value(tiers.server(), "t:r:1"),
        "the invalidation was undone"
    );
    until_state(&cache, RedisState::Up).await;
    assert_eq!(in_redis(&cache, &source, 1).await, 11);
    let other = tiers.manager().await;
    assert_eq!(in_redis(&other, &source, 1).await, 11);
    assert_eq!(source.reads(), 2);
}

#[tokio::test]
async fn a_load_that_is_under_way_when_redis_restarts_answers_and_is_stored_nowhere_wrong() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (built(quick(&tiers.server().url())).await, Source::new(1));
    source.hold();
    let call = tokio::spawn({
        let (cache, source) = (cache.clone(), source.clone());
        async move { in_redis(&cache, &source, 1).await }
    });
    source.begun(1).await;
    tiers.server().save();
    tiers.server().restart();
    until_state(&cache, RedisState::Up).await;
    source.release();
    assert_eq!(call.await.expect("no panic"), 2);
    assert!(
        !holds_value(tiers.server(), "t:r:1"),
        "its lease is of another incarnation"
    );
}
