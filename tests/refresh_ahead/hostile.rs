//! Reloads that panic, hang, or are dropped with their runtime; many callers at once; clocks that jump.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gambeson::cache::How;
use gambeson::test::{ManualClock, follow_tokio};
use gambeson::{CacheManager, Rejected, cached};
use gambeson_tests::{PATIENCE, Source, until};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Barrier;
use tokio::time::sleep;

use crate::{FAILING, PANICKING, Shop, manager, reloads, seconds};

const CALLERS: usize = 10_000;

#[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "h:{id}", handle = Hostile, skip(shop), cache = cache)]
async fn price(cache: &CacheManager, shop: &Shop, id: u64) -> Result<u64, String> {
    Ok(shop.price().await? + id)
}

#[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, reload = caller, key = "c:{id}", skip(shop), cache = cache)]
async fn by_caller(cache: &CacheManager, shop: &Shop, id: u64) -> Result<u64, String> {
    Ok(shop.price().await? + id)
}

#[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, hard_timeout = "2s", key = "t:{id}", skip(source), cache = cache)]
async fn with_hard(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, Rejected> {
    Ok(source.read().await + id)
}

#[cached(ttl = "10s", jitter = 0, stale_if_error = "1m", soft_timeout = "100ms", key = "s:{id}", skip(source), cache = cache)]
async fn with_soft(cache: &CacheManager, source: &Source, id: u64) -> Result<u64, Rejected> {
    Ok(source.read().await + id)
}

#[cached(ttl = "10s", jitter = 0, stale_if_error = "1h", key = "e:{id}", skip(shop), cache = cache)]
async fn if_error(cache: &CacheManager, shop: &Shop, id: u64) -> Result<u64, String> {
    Ok(shop.price().await? + id)
}

/// As many calls at once, from tasks that all stand at one barrier.
async fn at_once<F, R>(call: impl Fn() -> F) -> Vec<R>
where
    F: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let barrier = Arc::new(Barrier::new(CALLERS));
    let tasks: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (barrier, call) = (barrier.clone(), call());
            tokio::spawn(async move {
                barrier.wait().await;
                call.await
            })
        })
        .collect();
    let all = futures::future::join_all(tasks);
    let all = tokio::time::timeout(PATIENCE, all).await;
    let all = all.expect("nobody waits for what is held");
    all.into_iter()
        .map(|answer| answer.expect("no panic"))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_callers_of_a_due_entry_are_one_reload_and_none_of_them_waits() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    price(&cache, &shop, 0).await.expect("it is open");
    shop.source.set(2);
    shop.source.hold();
    clock.advance(seconds(81));
    let answers = at_once(|| {
        let (cache, shop) = (cache.clone(), shop.clone());
        async move { price(&cache, &shop, 0).await }
    })
    .await;
    assert!(answers.iter().all(|answer| *answer == Ok(1)));
    shop.source.begun(2).await;
    assert_eq!(shop.source.reads(), 2);
    shop.source.release();
    until("the reload is stored", || reloads(&cache) == (1, 0)).await;
    assert_eq!(price(&cache, &shop, 0).await, Ok(2));
    assert_eq!(
        (shop.source.reads(), cache.stats().total.reloads_skipped),
        (2, 0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_thousand_callers_one_reloads_by_itself_and_the_others_do_not_wait() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    by_caller(&cache, &shop, 0).await.expect("it is open");
    shop.source.set(2);
    shop.source.hold();
    clock.advance(seconds(81));
    let answered = Arc::new(AtomicUsize::new(0));
    let calls = tokio::spawn({
        let (cache, shop, answered) = (cache.clone(), shop.clone(), answered.clone());
        async move {
            at_once(|| {
                let (cache, shop, answered) = (cache.clone(), shop.clone(), answered.clone());
                async move {
                    let answer = by_caller(&cache, &shop, 0).await;
                    answered.fetch_add(1, Ordering::SeqCst);
                    answer
                }
            })
            .await
        }
    });
    let all_but_one = || answered.load(Ordering::SeqCst) == CALLERS - 1;
    until("all but one are answered", all_but_one).await;
    assert_eq!(shop.source.reads(), 2);
    shop.source.release();
    let answers = calls.await.expect("no panic");
    let reloaded = answers.iter().filter(|answer| **answer == Ok(2)).count();
    assert_eq!(reloaded, 1);
    assert_eq!((shop.source.reads(), reloads(&cache)), (2, (1, 0)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_callers_of_an_entry_whose_load_fails_are_one_load() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    if_error(&cache, &shop, 0).await.expect("it is open");
    shop.is(FAILING);
    clock.advance(seconds(11));
    let answers = at_once(|| {
        let (cache, shop) = (cache.clone(), shop.clone());
        async move { if_error(&cache, &shop, 0).await }
    })
    .await;
    assert!(answers.iter().all(|answer| *answer == Ok(1)));
    assert_eq!(shop.source.reads(), 2);
}

#[tokio::test]
async fn places_of_reloads_that_panic_or_fail_are_free_again() {
    let clock = ManualClock::new();
    let cache = CacheManager::builder()
        .clock(clock.clone())
        .max_reloads(2)
        .build();
    let (cache, shop) = (cache.await.expect("the settings are good"), Shop::new(1));
    for id in 0..20 {
        price(&cache, &shop, id).await.expect("it is open");
    }
    clock.advance(seconds(81));
    for id in 0..20 {
        shop.is(if id % 2 == 0 { PANICKING } else { FAILING });
        assert_eq!(price(&cache, &shop, id).await, Ok(1 + id));
        until("it has failed", || reloads(&cache).1 == id + 1).await;
    }
    shop.is(0);
    shop.source.hold();
    clock.advance(seconds(11));
    let before = shop.source.reads();
    for id in 0..3 {
        assert_eq!(price(&cache, &shop, id).await, Ok(1 + id));
    }
    shop.source.begun(before + 2).await;
    assert_eq!(
        cache.stats().total.reloads_skipped,
        1,
        "both places are there, and no third one"
    );
    shop.source.release();
    until("both are stored", || reloads(&cache).0 == 2).await;
}

/// A manager by tokio's time, with one place for reloads.
async fn with_one_place() -> CacheManager {
    let cache = CacheManager::builder().max_reloads(1).build();
    cache.await.expect("the settings are good")
}

#[tokio::test(start_paused = true)]
async fn a_reload_that_hangs_gives_its_place_back_after_the_hard_time_out_and_the_key_is_tried_again()
 {
    let _time = follow_tokio();
    let (cache, source) = (with_one_place().await, Source::new(1));
    for id in 0..2 {
        with_hard(&cache, &source, id).await.expect("it is there");
    }
    sleep(seconds(81)).await;
    source.hold();
    assert_eq!(with_hard(&cache, &source, 0).await, Ok(1));
    source.begun(3).await;
    assert_eq!(with_hard(&cache, &source, 1).await, Ok(2));
    assert_eq!(cache.stats().total.reloads_skipped, 1, "there is one place");
    until("it is given up", || reloads(&cache) == (0, 1)).await;
    source.release();
    source.set(5);
    assert_eq!(with_hard(&cache, &source, 1).await, Ok(2));
    until("the other key has the place", || reloads(&cache) == (1, 1)).await;
    // A tenth of the ttl after the failure.
    sleep(seconds(10)).await;
    assert_eq!(with_hard(&cache, &source, 0).await, Ok(1));
    until("the key is tried again", || reloads(&cache) == (2, 1)).await;
    assert_eq!(with_hard(&cache, &source, 0).await, Ok(5));
}

#[tokio::test(start_paused = true)]
async fn a_reload_that_hangs_for_ever_gives_its_place_back_soon_after_the_end_of_its_entry() {
    let _time = follow_tokio();
    let (cache, shop) = (with_one_place().await, Shop::new(1));
    price(&cache, &shop, 0).await.expect("it is open");
    price(&cache, &shop, 1).await.expect("it is open");
    sleep(seconds(81)).await;
    shop.source.hold();
    assert_eq!(price(&cache, &shop, 0).await, Ok(1));
    shop.source.begun(3).await;
    // Nobody asks for the key again: 19 s until its end, and the 5 s that a call would wait.
    sleep(seconds(23)).await;
    assert_eq!(reloads(&cache), (0, 0));
    until("it is given up", || reloads(&cache) == (0, 1)).await;
    assert_eq!(
        Arc::strong_count(&shop.mood),
        1,
        "and its arguments are dropped"
    );
    shop.source.release();
    for id in 0..2 {
        shop.source.set(7);
        assert_eq!(price(&cache, &shop, id).await, Ok(7 + id));
        sleep(seconds(81)).await;
        shop.source.set(8);
        assert_eq!(price(&cache, &shop, id).await, Ok(7 + id));
        until("the place is free", || reloads(&cache).0 == id + 1).await;
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_a_reload_that_hangs_loads_for_itself_and_is_stored() {
    let _time = follow_tokio();
    let (cache, shop) = (with_one_place().await, Shop::new(1));
    price(&cache, &shop, 0).await.expect("it is open");
    sleep(seconds(81)).await;
    shop.source.hold();
    assert_eq!(price(&cache, &shop, 0).await, Ok(1));
    shop.source.begun(2).await;
    sleep(seconds(20)).await;
    let calls = [0, 1].map(|_| {
        let (cache, shop) = (cache.clone(), shop.clone());
        tokio::spawn(async move { Hostile::traced(&cache, &shop, 0).await })
    });
    shop.source.begun(3).await;
    shop.source.set(9);
    shop.source.release();
    let mut how = Vec::new();
    for call in calls {
        let traced = call.await.expect("no panic");
        assert_eq!(traced.value, Ok(1), "it was read before the change");
        how.push(traced.how);
    }
    assert!(
        how.contains(&How::Loaded) && how.contains(&How::Joined),
        "{how:?}"
    );
    assert_eq!(price(&cache, &shop, 0).await, Ok(1), "and it is stored");
    assert_eq!(shop.source.reads(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_load_past_the_soft_time_out_that_hangs_for_ever_is_dropped_when_nothing_answers_in_its_place()
 {
    let _time = follow_tokio();
    let (cache, source) = (with_one_place().await, Source::new(1));
    with_soft(&cache, &source, 0).await.expect("it is there");
    sleep(seconds(11)).await;
    source.hold();
    assert_eq!(with_soft(&cache, &source, 0).await, Ok(1));
    assert_eq!((source.reads(), reloads(&cache)), (2, (0, 0)));
    // What is left of the minute, and the 5 s that a call waits.
    sleep(seconds(63)).await;
    assert_eq!(reloads(&cache), (0, 0));
    until("it is given up", || reloads(&cache) == (0, 1)).await;
    source.release();
    assert_eq!(with_soft(&cache, &source, 0).await, Ok(1));
    assert_eq!(source.reads(), 3);
}

fn runtime() -> Runtime {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.expect("a runtime")
}

#[test]
fn a_reload_that_ends_with_its_runtime_has_failed_and_the_next_runtime_tries_again() {
    let (first, shop) = (runtime(), Shop::new(1));
    let (cache, clock) = first.block_on(manager());
    first.block_on(async {
        price(&cache, &shop, 0).await.expect("it is open");
        shop.source.hold();
        clock.advance(seconds(81));
        assert_eq!(price(&cache, &shop, 0).await, Ok(1));
        shop.source.begun(2).await;
    });
    drop(first);
    assert_eq!(reloads(&cache), (0, 1), "its place is free again");
    assert_eq!(Arc::strong_count(&shop.mood), 1);
    shop.source.release();
    shop.source.set(2);
    runtime().block_on(async {
        assert_eq!(price(&cache, &shop, 0).await, Ok(1), "it is held back");
        assert_eq!(shop.source.reads(), 2);
        clock.advance(seconds(11));
        assert_eq!(price(&cache, &shop, 0).await, Ok(1));
        until("it is reloaded", || reloads(&cache) == (1, 1)).await;
        assert_eq!(price(&cache, &shop, 0).await, Ok(2));
    });
}

#[test]
fn callers_of_a_new_runtime_take_over_from_a_load_that_ended_with_the_old_one() {
    let (first, second, shop) = (runtime(), runtime(), Shop::new(1));
    let (cache, _) = first.block_on(manager());
    shop.source.hold();
    let call = || {
        let (cache, shop) = (cache.clone(), shop.clone());
        async move { price(&cache, &shop, 0).await }
    };
    let dropped = first.spawn(call());
    first.block_on(shop.source.begun(1));
    let waiter = second.spawn(call());
    second.block_on(async {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    });
    drop(first);
    drop(dropped);
    shop.source.release();
    let answer = second.block_on(async { tokio::time::timeout(PATIENCE, waiter).await });
    assert_eq!(answer.expect("it ends").expect("no panic"), Ok(1));
    assert_eq!(shop.source.reads(), 2);
}

#[tokio::test]
async fn a_manager_that_is_dropped_while_a_reload_runs_goes_when_the_reload_ends() {
    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, tier = memory, key = "token", skip(cache, shop, token), cache = cache)]
    async fn token(cache: &CacheManager, shop: &Shop, token: &Arc<()>) -> Arc<()> {
        _ = shop.price().await;
        token.clone()
    }

    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    let kept = Arc::new(());
    drop(token(&cache, &shop, &kept).await);
    shop.source.hold();
    clock.advance(seconds(81));
    drop(token(&cache, &shop, &kept).await);
    shop.source.begun(2).await;
    drop(cache);
    assert!(Arc::strong_count(&kept) > 1, "the reload still has it");
    shop.source.release();
    until("nothing is left", || Arc::strong_count(&kept) == 1).await;
}

#[tokio::test]
async fn a_clock_that_goes_as_far_as_it_can_ends_entries_and_goes_not_back() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    price(&cache, &shop, 0).await.expect("it is open");
    for jump in [Duration::from_secs(1 << 31), Duration::MAX, Duration::MAX] {
        clock.advance(jump);
        shop.source.set(shop.source.reads() as u64 + 1);
        let value = shop.source.reads() as u64 + 1;
        let answer = price(&cache, &shop, 0).await;
        assert!(answer == Ok(value) || answer == Ok(value - 1), "{answer:?}");
    }
    assert_eq!(
        shop.source.reads(),
        3,
        "at the last moment time stands still"
    );
}

#[tokio::test]
async fn when_the_clock_is_set_back_entries_answer_and_a_removal_is_loaded_anew() {
    let (cache, shop) = (CacheManager::builder().build().await, Shop::new(1));
    let cache = cache.expect("a manager in memory");
    let clock = ManualClock::new();
    {
        let _time = clock.on_this_thread();
        clock.advance(seconds(1_000_000));
        price(&cache, &shop, 0).await.expect("it is open");
        clock.advance(seconds(81));
        shop.is(FAILING);
        assert_eq!(price(&cache, &shop, 0).await, Ok(1));
        until("it has failed", || reloads(&cache) == (0, 1)).await;
    }
    shop.is(0);
    shop.source.set(4);
    for _ in 0..10 {
        let traced = Hostile::traced(&cache, &shop, 0).await;
        assert_eq!((traced.value, traced.how), (Ok(1), How::HitMemory));
        assert_eq!(traced.age, Some(Duration::ZERO));
    }
    cache.delete("h:0").await.expect("memory is there");
    assert_eq!(price(&cache, &shop, 0).await, Ok(4));
}
