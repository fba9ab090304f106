//! Reloads by the call that notices.

use std::rc::Rc;

use gambeson::{CacheManager, cached};

use crate::{FAILING, Shop, manager, reloads, seconds};

#[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead(at = 0.5), reload = caller, key = "p", skip(cache, shop), cache = cache)]
async fn price(cache: &CacheManager, shop: &Shop) -> Result<u64, String> {
    shop.price().await
}

#[tokio::test]
async fn the_one_call_that_notices_does_the_work_while_the_others_keep_hitting() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    assert_eq!(price(&cache, &shop).await, Ok(1));
    shop.source.set(2);
    shop.source.hold();
    clock.advance(seconds(51));
    let mut worker = Box::pin(price(&cache, &shop));
    assert!(futures::poll!(worker.as_mut()).is_pending());
    for _ in 0..10 {
        assert_eq!(price(&cache, &shop).await, Ok(1));
    }
    shop.source.release();
    assert_eq!(worker.await, Ok(2));
    assert_eq!(price(&cache, &shop).await, Ok(2));
    assert_eq!((shop.source.reads(), reloads(&cache)), (2, (1, 0)));
}

#[tokio::test]
async fn a_failure_is_answered_with_what_is_there_and_a_dropped_call_leaves_the_work_to_the_next() {
    let ((cache, clock), shop) = (manager().await, Shop::new(1));
    price(&cache, &shop).await.expect("it is open");
    clock.advance(seconds(51));
    shop.source.hold();
    let mut dropped = Box::pin(price(&cache, &shop));
    assert!(futures::poll!(dropped.as_mut()).is_pending());
    drop(dropped);
    shop.source.release();
    shop.is(FAILING);
    assert_eq!(price(&cache, &shop).await, Ok(1));
    assert_eq!((shop.source.reads(), reloads(&cache)), (3, (0, 1)));
    assert_eq!(price(&cache, &shop).await, Ok(1));
    assert_eq!(shop.source.reads(), 3, "it is held back");
}

#[tokio::test]
async fn what_cannot_be_sent_to_a_task_is_reloaded_by_the_caller() {
    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, reload = caller, key = "rc", skip(cache, shop), cache = cache)]
    async fn of_rc(cache: &CacheManager, shop: Rc<Shop>) -> Result<u64, String> {
        shop.price().await
    }

    let ((cache, clock), shop) = (manager().await, Rc::new(Shop::new(1)));
    assert_eq!(of_rc(&cache, shop.clone()).await, Ok(1));
    shop.source.set(2);
    clock.advance(seconds(81));
    assert_eq!(of_rc(&cache, shop.clone()).await, Ok(2));
}

#[test]
fn a_sync_function_is_reloaded_by_its_caller() {
    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, reload = caller, key = "sync", skip(count))]
    fn next(count: &std::cell::Cell<u64>) -> u64 {
        count.set(count.get() + 1);
        count.get()
    }

    let clock = gambeson::test::ManualClock::new();
    let _time = clock.on_this_thread();
    let count = std::cell::Cell::new(0);
    assert_eq!((next(&count), next(&count)), (1, 1));
    clock.advance(seconds(81));
    assert_eq!((next(&count), next(&count)), (2, 2));
    clock.advance(seconds(101));
    assert_eq!(next(&count), 3);
}

#[test]
fn outside_of_a_runtime_the_caller_reloads() {
    #[cached(ttl = "100s", jitter = 0, strategy = refresh_ahead, key = "no runtime", skip(cache, shop), cache = cache)]
    async fn price(cache: &CacheManager, shop: &Shop) -> Result<u64, String> {
        shop.price().await
    }

    let ((cache, clock), shop) = (futures::executor::block_on(manager()), Shop::new(1));
    let call = || futures::executor::block_on(price(&cache, &shop));
    assert_eq!(call(), Ok(1));
    shop.source.set(2);
    clock.advance(seconds(81));
    assert_eq!(call(), Ok(2));
}
