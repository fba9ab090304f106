//! One load for all who miss a key at the same time, on memory alone and with Redis behind it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::{join_all, poll_immediate};
use gambeson::cache::Ttl;
use gambeson::{CacheManager, cached};
use gambeson_tests::{Event, Events, Source, Tiers, holds_value, until};
use tokio::sync::Barrier;

type Loaded = Result<u64, &'static str>;

#[cached(ttl = "1m", key = "n:{id}", cache = cache)]
async fn number(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

#[cached(ttl = "1m", key = "e:{id}", cache = cache)]
async fn fallible(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, Shared> {
    Err(Shared(source.read().await + id))
}

/// An error that the callers of one load share.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shared(u64);

#[cached(ttl = "1m", key = "a:{id}", cache = cache)]
async fn alone(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, Alone> {
    Err(Alone(source.read().await + id))
}

/// An error that each caller has for itself.
#[derive(Debug, PartialEq, Eq)]
struct Alone(u64);

fn joined(cache: &CacheManager) -> u64 {
    cache.stats().total.joined
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_callers_of_a_cold_key_cause_one_load_and_get_one_value() {
    for mut tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(7));
        source.hold();
        let calls: Vec<_> = (0..10_000)
            .map(|_| {
                let (cache, source) = (cache.clone(), source.clone());
                tokio::spawn(async move { number(&cache, &source, 1).await })
            })
            .collect();
        source.begun(1).await;
        source.set(8);
        source.release();
        for call in calls {
            assert_eq!(call.await.expect("no panic"), 8, "{tiers}");
        }
        assert_eq!(source.reads(), 1, "{tiers}");
        let total = cache.stats().total;
        assert_eq!((total.loads, total.misses), (1, 1), "{tiers}");
        assert_eq!(total.joined + total.hits_memory, 9_999, "{tiers}");
        if tiers.shared() {
            assert!(holds_value(tiers.server(), "t:n:1"));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_callers_of_what_redis_has_cause_no_load_and_one_read() {
    let mut tiers = Tiers::redis();
    let source = Source::new(7);
    number(&tiers.manager().await, &source, 1).await;
    let cache = tiers.manager().await;
    let before = gambeson_tests::calls(tiers.server(), "get");
    let calls: Vec<_> = (0..10_000)
        .map(|_| {
            let (cache, source) = (cache.clone(), source.clone());
            tokio::spawn(async move { number(&cache, &source, 1).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.expect("no panic"), 8);
    }
    assert_eq!(source.reads(), 1);
    assert_eq!(cache.stats().total.hits_redis, 1);
    assert_eq!(gambeson_tests::calls(tiers.server(), "get") - before, 1);
}

#[tokio::test]
async fn a_dropped_leader_hands_the_load_to_a_waiter() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        source.hold();
        let mut leader = Box::pin(number(&cache, &source, 1));
        assert!(poll_immediate(&mut leader).await.is_none());
        let mut waiter = Box::pin(number(&cache, &source, 1));
        assert!(poll_immediate(&mut waiter).await.is_none());
        source.release();
        drop(leader);
        assert_eq!(waiter.await, 2, "{tiers}");
        assert_eq!(cache.stats().total.loads, 1, "{tiers}");
        assert_eq!(number(&cache, &source, 1).await, 2);
        assert_eq!(cache.stats().total.loads, 1, "{tiers}: it is stored");
    }
}

#[tokio::test]
async fn a_leader_that_is_dropped_while_its_value_goes_to_redis_leaves_nobody_waiting() {
    let tiers = Tiers::redis();
    let (cache, source) = (tiers.manager().await, Source::new(1));
    source.hold();
    let leader = tokio::spawn({
        let (cache, source) = (cache.clone(), source.clone());
        async move { number(&cache, &source, 1).await }
    });
    source.begun(1).await;
    let waiter = tokio::spawn({
        let (cache, source) = (cache.clone(), source.clone());
        async move { number(&cache, &source, 1).await }
    });
    // One turn each: the leader comes as far as its commit, the waiter as far as its wait.
    tokio::task::yield_now().await;
    source.release();
    tokio::task::yield_now().await;
    leader.abort();
    assert_eq!(waiter.await.expect("no panic"), 2);
    assert_eq!(number(&cache, &source, 1).await, 2);
}

#[tokio::test]
async fn an_aborted_leader_leaves_nobody_waiting() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        source.hold();
        let call = || {
            let (cache, source) = (cache.clone(), source.clone());
            tokio::spawn(async move { number(&cache, &source, 1).await })
        };
        let leader = call();
        source.begun(1).await;
        let waiters: Vec<_> = (0..20).map(|_| call()).collect();
        tokio::task::yield_now().await;
        leader.abort();
        source.begun(2).await;
        source.release();
        for waiter in waiters {
            assert_eq!(waiter.await.expect("no panic"), 2, "{tiers}");
        }
        assert_eq!(source.reads(), 2, "{tiers}: the aborted one, and one more");
    }
}

#[tokio::test]
async fn a_panic_reaches_its_own_caller_only() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(5));
        source.hold();
        let leader = tokio::spawn({
            let (cache, source) = (cache.clone(), source.clone());
            async move {
                let load = async {
                    source.read().await;
                    panic!("the body's own");
                };
                cache
                    .get_or_load::<u64, &'static str, _>("k", Ttl::Default, load)
                    .await
            }
        });
        source.begun(1).await;
        let waiters: Vec<_> = (0..20)
            .map(|_| {
                let (cache, source) = (cache.clone(), source.clone());
                tokio::spawn(async move {
                    let load = async { Loaded::Ok(source.read().await) };
                    cache.get_or_load("k", Ttl::Default, load).await
                })
            })
            .collect();
        tokio::task::yield_now().await;
        source.release();
        assert!(leader.await.expect_err("it panicked").is_panic(), "{tiers}");
        for waiter in waiters {
            assert_eq!(waiter.await.expect("no panic"), Ok(5), "{tiers}");
        }
        assert_eq!(source.reads(), 2, "{tiers}");
    }
}

#[tokio::test]
async fn a_leader_that_is_not_polled_holds_others_up_for_wait_at_most() {
    for tiers in Tiers::each() {
        let wait = Duration::from_millis(300);
        let cache = tiers.builder().wait(wait).build().await.expect("a manager");
        let source = Source::new(1);
        let mut stuck = Box::pin(number(&cache, &source, 1));
        source.hold();
        // With Redis behind, the answers arrive between the polls.
        until("the load begins", || {
            assert!(futures::FutureExt::now_or_never(&mut stuck).is_none());
            source.reads() == 1
        })
        .await;
        source.release();
        let begun = Instant::now();
        let calls = join_all((0..50).map(|_| number(&cache, &source, 1))).await;
        assert_eq!(calls, vec![2; 50]);
        let took = begun.elapsed();
        assert!(took >= wait && took < wait * 10, "{tiers}: {took:?}");
        assert_eq!(
            source.reads(),
            2,
            "{tiers}: the first whose time is up loads for the others"
        );
        assert_eq!(stuck.await, 2);
    }
}

#[tokio::test]
async fn a_function_that_calls_itself_gets_its_value() {
    #[cached(ttl = "1m", key = "self:{id}", skip(depth), cache = cache)]
    async fn own(cache: &CacheManager, id: u64, depth: u32) -> u64 {
        if depth == 0 {
            return id;
        }
        let again = || Box::pin(own(cache, id, depth - 1));
        let (left, right) = futures::join!(again(), again());
        left.max(right) + Box::pin(through(cache, id, depth - 1)).await
    }

    async fn through(cache: &CacheManager, id: u64, depth: u32) -> u64 {
        own(cache, id, depth).await
    }

    for tiers in Tiers::each() {
        let cache = tiers.manager().await;
        let begun = Instant::now();
        assert_eq!(own(&cache, 1, 2).await, 4, "{tiers}");
        assert!(
            begun.elapsed() < Duration::from_secs(4),
            "{tiers}: nobody waited for itself"
        );
        assert_eq!(
            own(&cache, 1, 9).await,
            4,
            "{tiers}: the outermost is stored"
        );
    }
}

#[tokio::test]
async fn a_circle_of_two_keys_or_through_a_task_ends_by_wait_and_names_the_keys() {
    for tiers in Tiers::each() {
        let events = Events::listen();
        let wait = Duration::from_millis(200);
        let cache = tiers.builder().wait(wait).build().await.expect("a manager");
        let barrier = Arc::new(Barrier::new(2));
        let circle = |own: &'static str, other: &'static str| {
            let (cache, barrier) = (cache.clone(), barrier.clone());
            tokio::spawn(async move {
                let load = async {
                    barrier.wait().await;
                    cache
                        .get_or_load(other, Ttl::Default, async { Loaded::Ok(1) })
                        .await
                };
                cache.get_or_load(own, Ttl::Default, load).await
            })
        };
        let (a, b) = (circle("a", "b"), circle("b", "a"));
        assert_eq!(
            (a.await.expect("no panic"), b.await.expect("no panic")),
            (Ok(1), Ok(1))
        );
        let inner = cache.clone();
        let load = async move {
            let inside = async move {
                inner
                    .get_or_load("s", Ttl::Default, async { Loaded::Ok(3) })
                    .await
            };
            tokio::spawn(inside).await.expect("no panic")
        };
        assert_eq!(
            cache.get_or_load("s", Ttl::Default, load).await,
            Ok(3),
            "{tiers}"
        );
        let warned = events.at(tracing::Level::WARN, "has not come to an end");
        let field = |name: &str, value: &str| {
            let is = |event: &&Event| event.fields.get(name).is_some_and(|field| field == value);
            warned.iter().find(is).is_some()
        };
        assert!(field("key", "s"), "{tiers}: {warned:?}");
        let circle = (field("key", "a") && field("inside", "b"))
            || (field("key", "b") && field("inside", "a"));
        assert!(circle, "{tiers}: {warned:?}");
    }
}

#[tokio::test]
async fn an_error_that_can_be_shared_goes_to_all_who_waited_and_is_not_stored() {
    for mut tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        source.hold();
        let calls: Vec<_> = (0..1_000)
            .map(|_| {
                let (cache, source) = (cache.clone(), source.clone());
                tokio::spawn(async move { fallible(&cache, &source, 1).await })
            })
            .collect();
        source.begun(1).await;
        tokio::task::yield_now().await;
        source.release();
        for call in calls {
            assert_eq!(call.await.expect("no panic"), Err(Shared(2)), "{tiers}");
        }
        assert_eq!(source.reads(), 1, "{tiers}: 1,000 callers, one load");
        assert_eq!(joined(&cache), 999, "{tiers}");
        assert_eq!(fallible(&cache, &source, 1).await, Err(Shared(2)));
        assert_eq!(source.reads(), 2, "{tiers}: it was not stored");
        if tiers.shared() {
            assert!(!holds_value(tiers.server(), "t:e:1"));
        }
    }
}

#[tokio::test]
async fn an_error_that_cannot_be_shared_is_each_caller_s_own_and_they_load_in_turn() {
    for tiers in Tiers::each() {
        let (cache, source) = (tiers.manager().await, Source::new(1));
        let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let load = || async {
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            running.fetch_sub(1, Ordering::SeqCst);
            Loaded::Err("down")
        };
        let calls = join_all((0..300).map(|_| cache.get_or_load("k", Ttl::Default, load()))).await;
        assert_eq!(calls, vec![Err("down"); 300]);
        assert_eq!(
            most.load(Ordering::SeqCst),
            1,
            "{tiers}: never two at a time"
        );
        let calls = join_all((0..100).map(|_| alone(&cache, &source, 1))).await;
        assert!(calls.iter().all(|call| *call == Err(Alone(2))), "{tiers}");
        assert_eq!(source.reads(), 100, "{tiers}");
        assert_eq!(cache.stats().total.errors, 400, "{tiers}");
    }
}

#[tokio::test]
async fn no_waiter_of_a_failing_key_waits_longer_than_wait() {
    for tiers in Tiers::each() {
        let wait = Duration::from_millis(250);
        let cache = tiers.builder().wait(wait).build().await.expect("a manager");
        let begun = Instant::now();
        let load = || async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            Loaded::Err("down")
        };
        join_all((0..100).map(|_| cache.get_or_load("k", Ttl::Default, load()))).await;
        // In turn they would take ten seconds.
        assert!(
            begun.elapsed() < Duration::from_secs(2),
            "{tiers}: {:?}",
            begun.elapsed()
        );
    }
}

#[tokio::test]
async fn two_managers_on_one_redis_share_entries() {
    let tiers = Tiers::redis();
    let (one, other, source) = (tiers.manager().await, tiers.manager().await, Source::new(1));
    assert_eq!(number(&one, &source, 1).await, 2);
    source.set(9);
    assert_eq!(number(&other, &source, 1).await, 2);
    assert_eq!(source.reads(), 1);
    assert_eq!(other.stats().total.hits_redis, 1);
    assert_eq!(number(&other, &source, 1).await, 2);
    assert_eq!(other.stats().total.hits_memory, 1, "and memory has it now");
}
