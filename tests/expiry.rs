//! How long entries live: to the millisecond in Redis, by the manager's clock in memory, and in
//! memory no longer than they have left in Redis.

use std::time::{Duration, Instant};

use gambeson::cache::{Coherence, TimeLeft, Ttl};
use gambeson::test::ManualClock;
use gambeson::{CacheManager, cached};
use gambeson_tests::redis_server::{RedisServer, Reply};
use gambeson_tests::{Source, Tiers, holds_value};

const MINUTE: Duration = Duration::from_secs(60);

#[cached(ttl = Duration::from_millis(ms), jitter = 0, key = "n:{ms}", cache = cache)]
async fn lives(cache: &CacheManager, source: &Source, ms: u64) -> u64 {
    source.read().await
}

#[cached(ttl = "10m", jitter = 0, memory_ttl = "20s", key = "short:{id}", cache = cache)]
async fn short_in_memory(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[cached(ttl = "10m", jitter = 0, negative_ttl = "5s", key = "maybe:{id}", cache = cache)]
async fn maybe(cache: &CacheManager, source: &Source, id: u64) -> Option<u64> {
    Some(source.read().await + id).filter(|&value| value > 100)
}

#[cached(ttl = "10m", jitter = 0, error_ttl = "5s", key = "fails:{id}", cache = cache)]
async fn fails(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, String> {
    let value = source.read().await + id;
    if value > 100 {
        Ok(value)
    } else {
        Err(format!("only {value}"))
    }
}

/// The server's own word on how long a name has left.
fn pttl(server: &RedisServer, name: &str) -> i64 {
    match server.command(&["PTTL", name]) {
        Reply::Int(ms) => ms,
        other => panic!("{other:?} is no PTTL"),
    }
}

#[tokio::test]
async fn the_time_to_live_in_redis_is_exact_and_counts_from_the_end_of_the_load() {
    let mut tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    let begun = Instant::now();
    source.hold();
    let call = tokio::spawn({
        let (cache, source) = (cache.clone(), source.clone());
        async move { lives(&cache, &source, 123_457).await }
    });
    source.begun(1).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    let loaded = Instant::now();
    source.release();
    assert_eq!(call.await.expect("no panic"), 1);
    let left = pttl(tiers.server(), "t:n:123457");
    let most = i64::try_from(loaded.elapsed().as_millis()).expect("small") + 1;
    assert!(
        left <= 123_457 && left >= 123_457 - most,
        "{left}, {most} ms after the load"
    );
    assert!(begun.elapsed() >= Duration::from_millis(150));
    cache
        .set("never", 1_u64, Ttl::Never)
        .await
        .expect("Redis is there");
    assert_eq!(pttl(tiers.server(), "t:never"), -1);
    cache
        .set("default", 1_u64, Ttl::Default)
        .await
        .expect("Redis is there");
    assert!((290_000..=300_000).contains(&pttl(tiers.server(), "t:default")));
    assert_eq!(cache.ttl_of("never").await, Some(TimeLeft::Forever));
    let left = cache
        .ttl_of("default")
        .await
        .and_then(TimeLeft::span)
        .expect("it ends");
    assert!(
        left > Duration::from_secs(290) && left <= Duration::from_secs(300),
        "{left:?}"
    );
}

#[tokio::test]
async fn memory_alone_keeps_an_entry_exactly_as_long_as_its_clock_says() {
    let clock = ManualClock::new();
    let tiers = Tiers::memory();
    let cache = tiers
        .builder()
        .clock(clock.clone())
        .build()
        .await
        .expect("a manager");
    let source = Source::new(1);
    assert_eq!(lives(&cache, &source, 60_000).await, 1);
    source.set(2);
    clock.advance(Duration::from_micros(59_999_999));
    assert_eq!(lives(&cache, &source, 60_000).await, 1);
    clock.advance(Duration::from_micros(2));
    assert_eq!(
        lives(&cache, &source, 60_000).await,
        2,
        "the wall clock has stood still meanwhile"
    );
    cache
        .set("never", 1_u64, Ttl::Never)
        .await
        .expect("no second tier");
    clock.advance(Duration::from_secs(1 << 31));
    assert_eq!(cache.get::<u64>("never").await, Some(1));
    cache
        .set("zero", 1_u64, Duration::ZERO)
        .await
        .expect("no second tier");
    assert_eq!(cache.get::<u64>("zero").await, None, "zero stores nothing");
    cache
        .set("long", 1_u64, Duration::MAX)
        .await
        .expect("no second tier");
    clock.advance(Duration::from_secs(1 << 30));
    assert_eq!(cache.get::<u64>("long").await, Some(1));
}

#[tokio::test]
async fn with_redis_behind_it_memory_keeps_an_entry_for_memory_ttl_at_most() {
    let tiers = Tiers::redis();
    let clock = ManualClock::new();
    let cache = tiers
        .builder()
        .clock(clock.clone())
        // Nobody tells it of what another process removes.
        .coherence(Coherence::Off)
        .build()
        .await
        .expect("a manager");
    let other = tiers.manager().await;
    let source = Source::new(1);
    assert_eq!(lives(&cache, &source, 600_000).await, 1);
    assert_eq!(short_in_memory(&cache, &source, 1).await, 2);
    other.delete("n:600000").await.expect("Redis is there");
    other.delete("short:1").await.expect("Redis is there");
    source.set(10);
    clock.advance(Duration::from_secs(19));
    assert_eq!(short_in_memory(&cache, &source, 1).await, 2);
    clock.advance(Duration::from_secs(2));
    assert_eq!(
        short_in_memory(&cache, &source, 1).await,
        11,
        "its own memory_ttl"
    );
    clock.advance(Duration::from_secs(38));
    assert_eq!(lives(&cache, &source, 600_000).await, 1);
    clock.advance(Duration::from_secs(2));
    assert_eq!(
        lives(&cache, &source, 600_000).await,
        10,
        "the manager's 60 s"
    );
    // What is set by hand, and what comes from Redis, is kept no longer either.
    cache
        .set("h", 1_u64, Ttl::Never)
        .await
        .expect("Redis is there");
    other
        .set("h", 2_u64, Ttl::Never)
        .await
        .expect("Redis is there");
    assert_eq!(cache.get::<u64>("h").await, Some(1));
    clock.advance(MINUTE + Duration::from_millis(1));
    assert_eq!(cache.get::<u64>("h").await, Some(2));
    other
        .set("h", 3_u64, Ttl::Never)
        .await
        .expect("Redis is there");
    clock.advance(Duration::from_millis(59_999));
    assert_eq!(cache.get::<u64>("h").await, Some(2));
    clock.advance(Duration::from_millis(2));
    assert_eq!(cache.get::<u64>("h").await, Some(3));
}

#[tokio::test]
async fn what_comes_from_redis_lives_in_memory_only_as_long_as_it_has_left_there() {
    for by_hand in [false, true] {
        let mut tiers = Tiers::redis();
        let clock = ManualClock::new();
        let writer = tiers.manager().await;
        let reader = tiers
            .builder()
            .clock(clock.clone())
            .build()
            .await
            .expect("a manager");
        let source = Source::new(1);
        assert_eq!(lives(&writer, &source, 600_000).await, 1);
        let shortened = tiers.server().command(&["PEXPIRE", "t:n:600000", "30000"]);
        assert_eq!(shortened, Reply::Int(1));
        if by_hand {
            assert_eq!(reader.get::<u64>("n:600000").await, Some(1));
        } else {
            assert_eq!(lives(&reader, &source, 600_000).await, 1);
        }
        assert_eq!(reader.stats().total.hits_redis, 1);
        tiers.server().command(&["DEL", "t:n:600000"]);
        source.set(2);
        clock.advance(Duration::from_secs(20));
        assert_eq!(lives(&reader, &source, 600_000).await, 1, "from memory");
        clock.advance(Duration::from_secs(10));
        assert_eq!(
            lives(&reader, &source, 600_000).await,
            2,
            "it had 30 s left, not 60"
        );
    }
}

#[tokio::test]
async fn an_entry_in_redis_ends_when_it_should_whatever_the_wall_clock_of_this_machine_says() {
    let mut tiers = Tiers::redis();
    let clock = ManualClock::new();
    let cache = tiers
        .builder()
        .clock(clock.clone())
        .build()
        .await
        .expect("a manager");
    let source = Source::new(1);
    let begun = Instant::now();
    assert_eq!(lives(&cache, &source, 300).await, 1);
    source.set(2);
    // Memory's clock stands still: only Redis can end it there.
    gambeson_tests::until("Redis lets it expire", || {
        !holds_value(tiers.server(), "t:n:300")
    })
    .await;
    assert!(
        begun.elapsed() >= Duration::from_millis(299),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(
        lives(&cache, &source, 300).await,
        1,
        "memory goes by its own clock"
    );
    clock.advance(Duration::from_millis(301));
    assert_eq!(lives(&cache, &source, 300).await, 2);
}

#[tokio::test]
async fn nothing_and_errors_are_stored_where_asked_for_their_own_time() {
    for mut tiers in Tiers::each() {
        let clock = ManualClock::new();
        let cache = tiers
            .builder()
            .clock(clock.clone())
            .build()
            .await
            .expect("a manager");
        let other = tiers
            .builder()
            .clock(clock.clone())
            .build()
            .await
            .expect("a manager");
        let source = Source::new(1);
        assert_eq!(maybe(&cache, &source, 1).await, None);
        assert_eq!(fails(&cache, &source, 1).await, Err("only 2".to_owned()));
        source.set(1_000);
        assert_eq!(maybe(&cache, &source, 1).await, None, "{tiers}");
        assert_eq!(
            fails(&cache, &source, 1).await,
            Err("only 2".to_owned()),
            "{tiers}"
        );
        assert_eq!(source.reads(), 2, "{tiers}");
        if tiers.shared() {
            assert_eq!(maybe(&other, &source, 1).await, None, "{tiers}");
            assert_eq!(
                fails(&other, &source, 1).await,
                Err("only 2".to_owned()),
                "{tiers}"
            );
            assert!((1..=5_000).contains(&pttl(tiers.server(), "t:maybe:1")));
            assert!((1..=5_000).contains(&pttl(tiers.server(), "t:fails:1")));
            tiers.server().command(&["DEL", "t:maybe:1", "t:fails:1"]);
        }
        clock.advance(Duration::from_secs(6));
        assert_eq!(maybe(&cache, &source, 1).await, Some(1_001), "{tiers}");
        assert_eq!(fails(&cache, &source, 1).await, Ok(1_001), "{tiers}");
        clock.advance(Duration::from_secs(6));
        assert_eq!(maybe(&cache, &source, 1).await, Some(1_001), "{tiers}");
        assert_eq!(source.reads(), 4, "{tiers}: values have their own time");
    }
}
