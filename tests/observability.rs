//! What is seen from outside: events, metrics, and what a scope collects.

use std::time::Duration;

use gambeson::cache::{How, Ttl, observe};
use gambeson::{CacheManager, cached, invalidate};
use gambeson_tests::Events;
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use tracing::Level;

#[cached(jitter = 0, ttl = "5m", key = "seen:{id}:{token:hash}")]
async fn seen(id: u64, token: &str) -> String {
    tokio::task::yield_now().await;
    format!("{id} {}", token.len())
}

#[invalidate(key = "seen:{id}:{token:hash}")]
async fn forget(id: u64, token: &str) {
    let _ = (id, token);
}

async fn manager() -> CacheManager {
    CacheManager::builder()
        .build()
        .await
        .expect("a manager in memory")
}

#[tokio::test]
async fn hits_misses_and_invalidations_are_events_and_no_secret_is_in_them() {
    let events = Events::listen();
    let cache = manager().await;
    cache
        .scope(async {
            seen(1, "hunter2").await;
            seen(1, "hunter2").await;
            forget(1, "hunter2").await;
        })
        .await;
    assert_eq!(events.at(Level::DEBUG, "miss").len(), 1);
    let hits = events.at(Level::DEBUG, "hit");
    assert_eq!(hits.len(), 1);
    let fields = &hits[0].fields;
    assert_eq!(fields["function"], "observability::seen");
    assert_eq!(fields["tier"], "memory");
    assert_eq!(fields["key"], "seen:1:f52fbd32b2b3b86ff88ef6c490628285");
    let gone = events.at(Level::INFO, "invalidated");
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].fields["memory"], "1");
    assert!(!format!("{events:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_hit_without_a_scope_is_an_event_too() {
    let events = Events::listen();
    let cache = manager().await;
    cache
        .set("k", 1_u8, Ttl::Default)
        .await
        .expect("no second tier");
    let hit = cache
        .get_or_load("k", Ttl::Default, async { Err::<u8, ()>(()) })
        .await;
    assert_eq!(hit, Ok(1));
    assert_eq!(events.at(Level::DEBUG, "hit").len(), 1);
}

#[tokio::test]
async fn a_slow_load_is_one_warning() {
    let events = Events::listen();
    let cache = CacheManager::builder()
        .slow_load(Duration::ZERO)
        .build()
        .await
        .expect("a manager");
    cache.scope(seen(2, "t")).await;
    let slow = events.at(Level::WARN, "slow load");
    assert_eq!(slow.len(), 1);
    assert_eq!(slow[0].fields["duration_ms"], "0");
}

#[tokio::test]
async fn two_types_under_one_key_are_one_warning_that_names_both_functions() {
    #[cached(ttl = "5m", key = "shared:{id}")]
    async fn number(id: u64) -> u64 {
        id
    }
    #[cached(ttl = "5m", key = "shared:{id}")]
    async fn text(id: u64) -> String {
        id.to_string()
    }

    let events = Events::listen();
    let cache = manager().await;
    cache
        .scope(async {
            for _ in 0..3 {
                assert_eq!(number(7).await, 7);
                assert_eq!(text(7).await, "7");
            }
        })
        .await;
    let warnings = events.at(Level::WARN, "two functions use one key");
    assert_eq!(warnings.len(), 1, "however often they meet: {warnings:?}");
    let names = [
        &warnings[0].fields["function"],
        &warnings[0].fields["other"],
    ];
    assert!(names.iter().any(|name| name.ends_with("::number")));
    assert!(names.iter().any(|name| name.ends_with("::text")));
    assert_eq!(cache.stats().total.mismatches, 5);
}

#[tokio::test]
async fn a_scope_tells_what_the_cache_did_inside_it() {
    let cache = manager().await;
    let calls = async {
        seen(1, "a").await;
        seen(1, "a").await;
        seen(2, "a").await;
        futures::join!(seen(3, "a"), seen(3, "a"));
    };
    let seen = cache.scope(observe(calls)).await;
    assert_eq!((seen.hits(), seen.misses(), seen.loads()), (2, 3, 3));
    let [function] = &seen.functions[..] else {
        panic!("one function: {seen:?}")
    };
    assert_eq!(function.function, "observability::seen");
    assert_eq!(
        (function.hits_memory, function.joined, function.stored),
        (1, 1, 3)
    );
    let left = function
        .time_left
        .and_then(gambeson::cache::TimeLeft::span)
        .expect("the hit's");
    assert!(
        left <= Duration::from_secs(300) && left > Duration::from_secs(290),
        "{left:?}"
    );
}

#[tokio::test]
async fn outside_of_a_scope_nothing_is_collected() {
    let cache = manager().await;
    let seen = cache.scope(async { observe(async {}).await }).await;
    assert!(seen.functions.is_empty());
    let nested = cache
        .scope(observe(async {
            let inner = observe(self::seen(9, "x")).await;
            (inner.misses(), self::seen(9, "x").await)
        }))
        .await;
    assert_eq!((nested.output.0, nested.hits(), nested.misses()), (1, 1, 0));
}

#[test]
fn each_way_of_being_answered_has_a_name() {
    assert!(How::Joined.is_hit() && !How::Loaded.is_hit() && !How::Bypassed.is_hit());
}

fn counters(snapshotter: &Snapshotter) -> Vec<(String, u64)> {
    let mut counters: Vec<(String, u64)> = snapshotter
        .snapshot()
        .into_vec()
        .into_iter()
        .filter_map(|(key, _, _, value)| {
            let DebugValue::Counter(value) = value else {
                return None;
            };
            let labels: Vec<String> = key
                .key()
                .labels()
                .map(|label| format!("{}={}", label.key(), label.value()))
                .collect();
            Some((
                format!("{}{{{}}}", key.key().name(), labels.join(",")),
                value,
            ))
        })
        .collect();
    counters.sort();
    counters
}

#[test]
fn what_is_counted_reaches_the_recorder_once() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    metrics::with_local_recorder(&recorder, || {
        gambeson::metrics::describe();
        runtime.block_on(async {
            let cache = manager().await;
            cache
                .scope(async {
                    seen(1, "a").await;
                    seen(1, "a").await;
                })
                .await;
            cache.publish_metrics();
            let counted = counters(&snapshotter);
            let of = |name: &str| {
                counted
                    .iter()
                    .find(|(key, _)| key == name)
                    .map(|(_, value)| *value)
            };
            let function = "function=observability::seen";
            assert_eq!(
                of(&format!("cache_hits_total{{{function},tier=memory}}")),
                Some(1),
                "{counted:?}"
            );
            assert_eq!(of(&format!("cache_misses_total{{{function}}}")), Some(1));
            assert_eq!(of(&format!("cache_loads_total{{{function}}}")), Some(1));
            cache.publish_metrics();
            assert!(
                counters(&snapshotter).iter().all(|(_, value)| *value == 0),
                "nothing twice"
            );
            cache.scope(seen(1, "a")).await;
            cache.publish_metrics();
            let again = counters(&snapshotter);
            assert!(again.contains(&(format!("cache_hits_total{{{function},tier=memory}}"), 1)));
        });
    });
}

#[tokio::test]
async fn statistics_add_up_and_begin_anew() {
    let cache = manager().await;
    cache
        .scope(async {
            seen(1, "a").await;
            seen(1, "a").await;
            forget(1, "a").await;
        })
        .await;
    let stats = cache.stats();
    assert_eq!(
        (
            stats.total.misses,
            stats.total.loads,
            stats.total.hits_memory,
            stats.total.invalidations
        ),
        (1, 1, 1, 1)
    );
    assert!((stats.total.hit_rate() - 0.5).abs() < f64::EPSILON);
    let names: Vec<&str> = stats
        .functions
        .iter()
        .map(|function| function.function)
        .collect();
    assert!(names.contains(&"observability::seen") && names.contains(&"observability::forget"));
    cache.reset_stats();
    assert_eq!(cache.stats().total, gambeson::cache::Counts::default());
}

#[tokio::test]
async fn threads_count_for_themselves_and_nothing_is_lost() {
    let cache = manager().await;
    cache
        .set("k", 1_u8, Ttl::Never)
        .await
        .expect("no second tier");
    cache.reset_stats();
    std::thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .build()
                    .expect("a runtime");
                runtime.block_on(async {
                    for _ in 0..100 {
                        assert_eq!(cache.get::<u8>("k").await, Some(1));
                    }
                });
            });
        }
    });
    assert_eq!(cache.stats().total.hits_memory, 10_000);
}
