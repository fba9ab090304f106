//! The manager by hand, on memory alone and with Redis behind it.

use std::time::Duration;

use gambeson::cache::{RedisState, TimeLeft, Ttl};
use gambeson::{CacheManager, cached, key};
use gambeson_tests::{Source, Tiers, calls, holds_value, raw};

#[cached(ttl = "1m", key = "n:{id}")]
async fn number(source: &Source, id: u64) -> Result<u64, String> {
    let value = source.read().await + id;
    if id == 13 {
        Err("unlucky".to_owned())
    } else {
        Ok(value)
    }
}

#[tokio::test]
async fn a_value_that_is_set_for_no_time_is_not_stored_and_takes_the_old_one_with_it() {
    for tiers in Tiers::each() {
        let cache = tiers.manager().await;
        cache.set("k", 1_u8, Ttl::Never).await.expect("there");
        cache
            .set("k", 2_u8, Ttl::After(Duration::ZERO))
            .await
            .expect("there");
        assert_eq!(cache.get::<u8>("k").await, None, "{tiers}");
        assert!(!cache.exists("k").await, "{tiers}");
    }
}

#[tokio::test]
async fn what_is_set_is_found_by_every_process_typed_until_it_is_deleted() {
    for mut tiers in Tiers::each() {
        let cache = tiers.manager().await;
        let other = if tiers.shared() {
            tiers.manager().await
        } else {
            cache.clone()
        };
        cache
            .set("greeting", "hello".to_owned(), Ttl::Default)
            .await
            .expect("every tier is there");
        assert_eq!(
            other.get::<String>("greeting").await.as_deref(),
            Some("hello"),
            "{tiers}"
        );
        assert_eq!(
            other
                .get_arc::<String>("greeting")
                .await
                .as_deref()
                .map(String::as_str),
            Some("hello")
        );
        assert_eq!(
            other.get::<u64>("greeting").await,
            None,
            "{tiers}: of another type"
        );
        assert!(
            other.exists("greeting").await && !other.exists("nothing").await,
            "{tiers}"
        );
        assert_eq!(other.ttl_of("nothing").await, None);
        cache
            .set("greeting", "again".to_owned(), Duration::from_secs(9))
            .await
            .expect("still there");
        assert_eq!(
            cache.get::<String>("greeting").await.as_deref(),
            Some("again"),
            "{tiers}"
        );
        let left = cache.ttl_of("greeting").await.and_then(TimeLeft::span);
        assert!(
            left.is_some_and(|left| left <= Duration::from_secs(9)),
            "{tiers}: {left:?}"
        );
        assert_eq!(cache.delete("greeting").await, Ok(true), "{tiers}");
        assert_eq!(cache.delete("greeting").await, Ok(false), "{tiers}");
        assert!(!cache.exists("greeting").await, "{tiers}");
        if tiers.shared() {
            assert_eq!(raw(tiers.server(), "t:greeting"), None);
        }
    }
}

#[tokio::test]
async fn many_at_once_are_one_round_trip_each() {
    let mut tiers = Tiers::redis();
    let (cache, other) = (tiers.manager().await, tiers.manager().await);
    let entries: Vec<_> = (0..500_u64).map(|id| (format!("k:{id}"), id)).collect();
    let reads = || (0..500_u64).map(|id| format!("k:{id}"));
    let packets = |tiers: &mut Tiers| {
        let stats = tiers.server().command(&["INFO", "stats"]).text();
        let reads = stats
            .lines()
            .find_map(|line| line.strip_prefix("total_reads_processed:"));
        reads
            .and_then(|count| count.parse::<u64>().ok())
            .expect("the server counts")
    };
    // Each question about the count is a connection of its own: two reads, and those of the
    // heartbeats that may fall in between. A round trip per key would be five hundred.
    let begun = packets(&mut tiers);
    cache
        .set_many(entries, Ttl::Default)
        .await
        .expect("Redis is there");
    let set = packets(&mut tiers);
    assert!(set - begun < 60, "{} reads of the server's", set - begun);
    let found = other
        .get_many::<u64, _>(reads().chain(["missing".to_owned()]))
        .await;
    let got = packets(&mut tiers);
    assert!(got - set < 60, "{} reads of the server's", got - set);
    let expected: Vec<_> = (0..500).map(Some).chain([None]).collect();
    assert_eq!(found, expected);
    assert_eq!(other.get_many::<u64, _>(reads()).await.len(), 500);
    let total = other.stats().total;
    assert_eq!(
        (total.hits_redis, total.hits_memory, total.misses),
        (500, 500, 1)
    );
    let unlinks = calls(tiers.server(), "unlink");
    let removed = cache
        .delete_many(reads().chain(["missing".to_owned()]))
        .await
        .expect("there");
    assert_eq!(
        (removed.memory, removed.redis, removed.remembered),
        (500, 500, 0)
    );
    assert_eq!(calls(tiers.server(), "unlink") - unlinks, 1);
    assert_eq!(cache.get_many::<u64, _>(reads()).await, vec![None; 500]);
}

#[tokio::test]
async fn a_batch_takes_what_memory_has_from_memory_and_keeps_the_order_and_repeated_keys() {
    for tiers in Tiers::each() {
        let cache = tiers.manager().await;
        cache
            .set_many([("a", 1_u64), ("b", 2), ("a", 3)], Ttl::Default)
            .await
            .expect("there");
        let found = cache.get_many::<u64, _>(["b", "x", "a", "b", "a"]).await;
        assert_eq!(
            found,
            [Some(2), None, Some(3), Some(2), Some(3)],
            "{tiers}: the last one counts"
        );
        if tiers.shared() {
            let other = tiers.manager().await;
            let found = other.get_many::<u64, _>(["b", "x", "a", "b", "a"]).await;
            assert_eq!(found, [Some(2), None, Some(3), Some(2), Some(3)], "{tiers}");
        }
        assert_eq!(cache.get_many::<u64, &str>([]).await, [], "{tiers}");
        assert_eq!(
            cache
                .delete_many([] as [&str; 0])
                .await
                .expect("nothing to do")
                .memory,
            0
        );
        cache
            .set_many::<u64, &str>([], Ttl::Default)
            .await
            .expect("nothing to do");
    }
}

#[tokio::test]
async fn warming_loads_with_bounded_concurrency_and_tells_how_far_it_is() {
    for mut tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(100));
        source.hold();
        let warming = tokio::spawn({
            let (cache, source) = (cache.clone(), source.clone());
            async move {
                let mut seen = Vec::new();
                let warmed = cache
                    .warm((0..50).map(|id| number(&source, id)), 8, |w| {
                        seen.push(w.done);
                    })
                    .await;
                (warmed, seen)
            }
        });
        source.begun(8).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(source.reads(), 8, "{tiers}: no more than eight at a time");
        source.release();
        let (warmed, seen) = warming.await.expect("no panic");
        assert_eq!((warmed.done, warmed.failed), (50, 1), "{tiers}");
        assert_eq!(seen, (1..=50).collect::<Vec<_>>(), "{tiers}");
        assert_eq!(source.reads(), 50, "{tiers}");
        assert_eq!(cache.scope(number(&source, 7)).await, Ok(107));
        assert_eq!(source.reads(), 50, "{tiers}: it is there");
        if tiers.shared() {
            assert!(holds_value(tiers.server(), "t:n:49"));
            assert!(!holds_value(tiers.server(), "t:n:13"));
        }
    }
}

#[tokio::test]
async fn statistics_count_each_thing_once_and_begin_anew_when_told() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        cache
            .scope(async {
                assert_eq!(number(&source, 1).await, Ok(2));
                assert_eq!(number(&source, 1).await, Ok(2));
                assert!(number(&source, 13).await.is_err());
            })
            .await;
        cache.set("h", 1_u64, Ttl::Default).await.expect("there");
        cache.delete_many(["h", "i"]).await.expect("there");
        let stats = cache.stats();
        let total = &stats.total;
        assert_eq!(
            (total.hits_memory, total.misses, total.loads, total.errors),
            (1, 2, 2, 1),
            "{tiers}"
        );
        assert_eq!((total.sets, total.deletes), (1, 2), "{tiers}");
        assert_eq!(stats.entries, 1, "{tiers}");
        assert!(
            stats.bytes > 0 && stats.bytes < 1_000,
            "{tiers}: {}",
            stats.bytes
        );
        let named = stats
            .functions
            .iter()
            .find(|seen| seen.function.ends_with("number"));
        let counts = &named.expect("the function has a row").counts;
        assert_eq!(
            (counts.loads, counts.hits_memory, counts.sets),
            (2, 1, 0),
            "{tiers}"
        );
        cache.reset_stats();
        assert_eq!(cache.stats().total.loads, 0, "{tiers}");
        cache
            .scope(async { number(&source, 1).await.expect("it is there") })
            .await;
        let total = cache.stats().total;
        assert_eq!((total.hits_memory, total.misses), (1, 0), "{tiers}");
        if tiers.shared() {
            let other = tiers.manager().await;
            other
                .scope(async { number(&source, 1).await.expect("it is there") })
                .await;
            let total = other.stats().total;
            assert_eq!(
                (total.hits_redis, total.misses, total.loads),
                (1, 0, 0),
                "{tiers}"
            );
        }
    }
}

#[tokio::test]
async fn health_tells_each_tier_s_state_its_round_trip_and_since_when() {
    let memory = Tiers::memory().manager().await;
    assert!(memory.health().await.redis.is_none());
    let mut tiers = Tiers::redis();
    let cache = tiers.manager().await;
    cache.set("k", 1_u64, Ttl::Default).await.expect("there");
    let health = cache.health().await;
    assert_eq!(health.memory.entries, 1);
    let redis = health.redis.expect("there is one");
    assert_eq!((redis.state, redis.why), (RedisState::Up, None));
    assert!(
        redis
            .round_trip
            .is_some_and(|took| took > Duration::ZERO && took < Duration::from_secs(5))
    );
    let port = tiers.server().port();
    tiers.server().kill();
    gambeson_tests::until_state(&cache, RedisState::Down).await;
    let redis = cache.health().await.redis.expect("there is one");
    assert!(
        redis.round_trip.is_none() && redis.why.is_some(),
        "{redis:?} on port {port}"
    );
    assert!(redis.since < Duration::from_secs(20));
}

#[tokio::test]
async fn a_key_that_is_written_by_hand_is_the_key_of_the_attribute() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        let id = 5_u64;
        cache
            .set(key!("n:{id}"), 77_u64, Ttl::Default)
            .await
            .expect("there");
        assert_eq!(cache.scope(number(&source, id)).await, Ok(77), "{tiers}");
        assert_eq!(source.reads(), 0, "{tiers}");
        cache.delete(key!("n:{id}")).await.expect("there");
        assert_eq!(cache.scope(number(&source, id)).await, Ok(6), "{tiers}");
        assert!(CacheManager::installed().get::<u64>("n:5").await.is_none());
    }
}

#[tokio::test]
async fn outside_of_a_runtime_redis_is_a_miss_and_cannot_be_connected_to() {
    let tiers = Tiers::redis();
    let cache = tiers.manager().await;
    let other = tiers.manager().await;
    other.set("k", 7_u64, Ttl::Default).await.expect("there");
    let builder = tiers.builder();
    let outside = std::thread::spawn(move || {
        futures::executor::block_on(async {
            let refused = builder.build().await.expect_err("no runtime");
            assert!(refused.to_string().contains("tokio runtime"), "{refused}");
            assert_eq!(cache.get::<u64>("k").await, None);
            let loaded = cache.get_or_load("k", Ttl::Default, async { Ok::<_, String>(8_u64) });
            assert_eq!(loaded.await, Ok(8));
            cache.get::<u64>("k").await
        })
    });
    assert_eq!(outside.join().expect("nothing panics"), Some(8));
}
