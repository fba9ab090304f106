//! One load for all who miss a key at the same time, whatever becomes of the load.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{join_all, poll_immediate};
use gambeson::CacheManager;
use gambeson::cache::Ttl;
use tokio::sync::{Barrier, Notify, oneshot};

type Loaded = Result<u64, &'static str>;

async fn manager() -> CacheManager {
    CacheManager::builder()
        .build()
        .await
        .expect("a manager in memory")
}

/// Lets everything run that is ready to run.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_callers_of_a_cold_key_cause_one_load() {
    let cache = manager().await;
    let loads = Arc::new(AtomicUsize::new(0));
    let release = Arc::new(Notify::new());
    let calls = (0..10_000).map(|_| {
        let (cache, loads, release) = (cache.clone(), loads.clone(), release.clone());
        tokio::spawn(async move {
            let load = async {
                loads.fetch_add(1, Ordering::SeqCst);
                release.notified().await;
                Loaded::Ok(7)
            };
            cache.get_or_load("cold", Ttl::Default, load).await
        })
    });
    let calls: Vec<_> = calls.collect();
    while cache.stats().total.joined + 1 < 10_000 {
        release.notify_one();
        tokio::task::yield_now().await;
        if loads.load(Ordering::SeqCst) > 0
            && calls.iter().all(tokio::task::JoinHandle::is_finished)
        {
            break;
        }
    }
    for call in calls {
        assert_eq!(call.await.expect("no panic"), Ok(7));
    }
    assert_eq!(loads.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_dropped_leader_hands_the_load_to_a_waiter() {
    let cache = manager().await;
    let mut leader =
        Box::pin(cache.get_or_load("k", Ttl::Default, std::future::pending::<Loaded>()));
    assert!(poll_immediate(&mut leader).await.is_none());
    let mut waiter = Box::pin(cache.get_or_load("k", Ttl::Default, async { Loaded::Ok(2) }));
    assert!(poll_immediate(&mut waiter).await.is_none());
    drop(leader);
    assert_eq!(waiter.await, Ok(2));
}

#[tokio::test]
async fn a_waiter_that_goes_away_passes_the_lead_on() {
    let cache = manager().await;
    let mut leader =
        Box::pin(cache.get_or_load("k", Ttl::Default, std::future::pending::<Loaded>()));
    assert!(poll_immediate(&mut leader).await.is_none());
    let mut first = Box::pin(cache.get_or_load("k", Ttl::Default, async { Loaded::Ok(2) }));
    let mut second = Box::pin(cache.get_or_load("k", Ttl::Default, async { Loaded::Ok(3) }));
    assert!(poll_immediate(&mut first).await.is_none());
    assert!(poll_immediate(&mut second).await.is_none());
    drop(leader);
    drop(first);
    assert_eq!(second.await, Ok(3));
}

#[tokio::test]
async fn an_aborted_leader_leaves_nobody_waiting() {
    let cache = manager().await;
    let leader = {
        let cache = cache.clone();
        tokio::spawn(async move {
            cache
                .get_or_load("k", Ttl::Default, std::future::pending::<Loaded>())
                .await
        })
    };
    settle().await;
    let waiters = tokio::spawn({
        let cache = cache.clone();
        async move {
            let _keep = &cache;
            join_all((0..20).map(|_| cache.get_or_load("k", Ttl::Default, async { Loaded::Ok(5) })))
                .await
        }
    });
    settle().await;
    leader.abort();
    assert_eq!(waiters.await.expect("no panic"), vec![Ok(5); 20]);
    assert_eq!(cache.stats().total.loads, 1);
}

#[tokio::test]
async fn a_panic_reaches_its_own_caller_only() {
    let cache = manager().await;
    let go = Arc::new(Notify::new());
    let leader = {
        let (cache, go) = (cache.clone(), go.clone());
        tokio::spawn(async move {
            let load = async {
                go.notified().await;
                panic!("the body's own");
            };
            cache
                .get_or_load::<u64, &'static str, _>("k", Ttl::Default, load)
                .await
        })
    };
    settle().await;
    let waiters = tokio::spawn({
        let cache = cache.clone();
        async move {
            join_all((0..20).map(|_| cache.get_or_load("k", Ttl::Default, async { Loaded::Ok(5) })))
                .await
        }
    });
    settle().await;
    go.notify_one();
    assert!(leader.await.is_err());
    assert_eq!(waiters.await.expect("no panic"), vec![Ok(5); 20]);
}

#[tokio::test(start_paused = true)]
async fn a_leader_that_is_not_polled_holds_others_up_for_wait_at_most() {
    let cache = CacheManager::builder()
        .wait(Duration::from_secs(2))
        .build()
        .await
        .expect("a manager");
    let mut stuck =
        Box::pin(cache.get_or_load("k", Ttl::Default, std::future::pending::<Loaded>()));
    assert!(poll_immediate(&mut stuck).await.is_none());
    let start = tokio::time::Instant::now();
    let loads = AtomicUsize::new(0);
    let load = || async {
        loads.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(100)).await;
        Loaded::Ok(9)
    };
    let calls = join_all((0..50).map(|_| cache.get_or_load("k", Ttl::Default, load()))).await;
    assert_eq!(calls, vec![Ok(9); 50]);
    assert_eq!(start.elapsed().as_millis() / 10, 210);
    assert_eq!(
        loads.load(Ordering::SeqCst),
        1,
        "the first whose time is up loads for the others"
    );
    assert_eq!(
        cache.get::<u64>("k").await,
        Some(9),
        "and what it brings is stored"
    );
}

#[tokio::test(start_paused = true)]
async fn a_waiter_that_was_handed_the_lead_and_is_not_polled_holds_nobody_up_for_longer() {
    let cache = CacheManager::builder()
        .wait(Duration::from_secs(2))
        .build()
        .await
        .expect("a manager");
    let mut leader =
        Box::pin(cache.get_or_load("k", Ttl::Default, std::future::pending::<Loaded>()));
    assert!(poll_immediate(&mut leader).await.is_none());
    let mut heir = Box::pin(cache.get_or_load("k", Ttl::Default, async { Loaded::Ok(1) }));
    assert!(poll_immediate(&mut heir).await.is_none());
    let mut waiter = Box::pin(cache.get_or_load("k", Ttl::Default, async { Loaded::Ok(2) }));
    assert!(poll_immediate(&mut waiter).await.is_none());
    drop(leader);
    let start = tokio::time::Instant::now();
    assert_eq!(waiter.await, Ok(2));
    assert!(
        start.elapsed() <= Duration::from_millis(2_010),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(heir.await, Ok(2));
}

#[tokio::test]
async fn a_waiter_without_a_runtime_does_not_take_the_timer_from_the_others() {
    let cache = CacheManager::builder()
        .wait(Duration::from_millis(50))
        .build()
        .await
        .expect("a manager");
    let mut stuck =
        Box::pin(cache.get_or_load("k", Ttl::Default, std::future::pending::<Loaded>()));
    assert!(poll_immediate(&mut stuck).await.is_none());
    let elsewhere = cache.clone();
    let outside = std::thread::spawn(move || {
        let mut waiter = Box::pin(async move {
            elsewhere
                .get_or_load("k", Ttl::Default, async { Loaded::Ok(1) })
                .await
        });
        assert!(waiter.as_mut().now_or_never().is_none());
        waiter
    });
    let _outside = outside.join().expect("it waits");
    let waiter = cache.get_or_load("k", Ttl::Default, async { Loaded::Ok(2) });
    let answer = tokio::time::timeout(Duration::from_secs(20), waiter).await;
    assert_eq!(answer.expect("its own time is up first"), Ok(2));
}

#[tokio::test]
async fn a_load_of_another_type_is_not_counted_as_joined() {
    let cache = manager().await;
    let (release, released) = oneshot::channel::<()>();
    let load = async {
        let _ = released.await;
        Loaded::Ok(1)
    };
    let mut number = Box::pin(cache.get_or_load("k", Ttl::Default, load));
    assert!(poll_immediate(&mut number).await.is_none());
    let text = async { Ok::<_, String>("one".to_owned()) };
    let mut text = Box::pin(cache.get_or_load("k", Ttl::Default, text));
    assert!(poll_immediate(&mut text).await.is_none());
    release.send(()).expect("the load waits");
    assert_eq!(number.await, Ok(1));
    assert_eq!(text.await.as_deref(), Ok("one"));
    let total = cache.stats().total;
    assert_eq!((total.joined, total.mismatches, total.loads), (0, 1, 2));
}

#[tokio::test]
async fn an_invalidation_during_a_load_wins() {
    let cache = manager().await;
    let (release, released) = oneshot::channel::<()>();
    let load = async {
        let _ = released.await;
        Loaded::Ok(1)
    };
    let mut old = Box::pin(cache.get_or_load("k", Ttl::Default, load));
    assert!(poll_immediate(&mut old).await.is_none());
    cache.delete("k").await.expect("no second tier");
    assert_eq!(
        cache
            .get_or_load("k", Ttl::Default, async { Loaded::Ok(2) })
            .await,
        Ok(2),
        "does not join"
    );
    release.send(()).expect("the load waits");
    assert_eq!(old.await, Ok(1), "its caller gets what it loaded");
    assert_eq!(cache.get::<u64>("k").await, Some(2), "and it is not stored");
}

#[tokio::test]
async fn every_way_of_changing_a_key_beats_a_load_that_began_before() {
    for how in ["set", "delete_many", "clear", "clear_all"] {
        let cache = manager().await;
        let (release, released) = oneshot::channel::<()>();
        let load = async {
            let _ = released.await;
            Loaded::Ok(1)
        };
        let mut old = Box::pin(cache.get_or_load("user:1", Ttl::Default, load));
        assert!(poll_immediate(&mut old).await.is_none());
        match how {
            "set" => cache
                .set("user:1", 2_u64, Ttl::Default)
                .await
                .expect("no second tier"),
            "delete_many" => drop(
                cache
                    .delete_many(["user:1", "user:2"])
                    .await
                    .expect("no second tier"),
            ),
            "clear" => drop(cache.clear("user:*").await.expect("a good pattern")),
            _ => drop(cache.clear_all().await.expect("no second tier")),
        }
        release.send(()).expect("the load waits");
        assert_eq!(old.await, Ok(1));
        let expected = (how == "set").then_some(2);
        assert_eq!(cache.get::<u64>("user:1").await, expected, "after {how}");
    }
}

#[tokio::test]
async fn a_load_that_asks_for_its_own_key_gets_its_value() {
    let cache = manager().await;
    let inner = cache.get_or_load("k", Ttl::Default, async { Loaded::Ok(1) });
    let outer = cache.get_or_load("k", Ttl::Default, async {
        inner.await.map(|value| value + 1)
    });
    assert_eq!(outer.now_or_never(), Some(Ok(2)));
    let (left, right) = (
        cache.get_or_load("j", Ttl::Default, async { Loaded::Ok(1) }),
        cache.get_or_load("j", Ttl::Default, async { Loaded::Ok(2) }),
    );
    let joined = cache.get_or_load("j", Ttl::Default, async {
        let (left, right) = futures::join!(left, right);
        Ok::<_, &str>(left? + right?)
    });
    assert_eq!(joined.now_or_never(), Some(Ok(3)));
}

#[tokio::test(start_paused = true)]
async fn a_circle_of_two_keys_ends_by_wait() {
    let cache = CacheManager::builder()
        .wait(Duration::from_secs(1))
        .build()
        .await
        .expect("a manager");
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
}

#[tokio::test]
async fn a_thousand_callers_of_a_failing_key_load_in_turn_where_the_error_is_not_shared() {
    let cache = manager().await;
    let running = AtomicUsize::new(0);
    let most = AtomicUsize::new(0);
    let loads = AtomicUsize::new(0);
    let load = || async {
        loads.fetch_add(1, Ordering::SeqCst);
        most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        tokio::task::yield_now().await;
        running.fetch_sub(1, Ordering::SeqCst);
        Loaded::Err("down")
    };
    let calls = join_all((0..1_000).map(|_| cache.get_or_load("k", Ttl::Default, load()))).await;
    assert_eq!(calls, vec![Err("down"); 1_000]);
    assert_eq!(loads.load(Ordering::SeqCst), 1_000);
    assert_eq!(most.load(Ordering::SeqCst), 1, "never two at a time");
    assert_eq!(cache.get::<u64>("k").await, None);
}

#[tokio::test(start_paused = true)]
async fn no_waiter_of_a_failing_key_waits_longer_than_wait() {
    let cache = CacheManager::builder()
        .wait(Duration::from_millis(250))
        .build()
        .await
        .expect("a manager");
    let start = tokio::time::Instant::now();
    let load = || async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Loaded::Err("down")
    };
    join_all((0..100).map(|_| cache.get_or_load("k", Ttl::Default, load()))).await;
    assert!(
        start.elapsed() <= Duration::from_millis(365),
        "{:?}",
        start.elapsed()
    );
}
