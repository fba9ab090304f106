//! One load for each id, however the batches overlap.

use std::time::Duration;

use futures::future::{join_all, poll_immediate};
use gambeson_tests::Tiers;

use crate::store::Store;
use crate::{row, rows};

#[tokio::test]
async fn batches_that_overlap_in_opposite_orders_load_each_id_once() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.hold();
        let mut first = Box::pin(rows(&cache, &store, &[1, 2, 3]));
        let mut second = Box::pin(rows(&cache, &store, &[4, 3, 2]));
        let mut third = Box::pin(rows(&cache, &store, &[1, 4, 5]));
        assert!(poll_immediate(&mut first).await.is_none());
        assert!(poll_immediate(&mut second).await.is_none());
        assert!(poll_immediate(&mut third).await.is_none());
        store.release();
        let (first, second, third) = tokio::join!(first, second, third);
        assert_eq!(first.unwrap().len(), 3, "{tiers}");
        assert_eq!(second.unwrap().len(), 3);
        assert_eq!(third.unwrap().len(), 3);
        assert_eq!(store.asked(), [1, 2, 3, 4, 5], "{tiers}: each once");
        assert_eq!(cache.stats().total.joined, 4);
    }
}

#[tokio::test]
async fn a_batch_and_a_call_of_one_id_wait_for_each_other_s_loads() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.hold();
        let mut one = Box::pin(row(&cache, &store, 1));
        assert!(poll_immediate(&mut one).await.is_none());
        let mut many = Box::pin(rows(&cache, &store, &[1, 2]));
        assert!(poll_immediate(&mut many).await.is_none());
        let mut other = Box::pin(row(&cache, &store, 2));
        assert!(poll_immediate(&mut other).await.is_none());
        store.release();
        let (one, many, other) = tokio::join!(one, many, other);
        assert_eq!(many.unwrap().len(), 2, "{tiers}");
        assert_eq!(
            (one.unwrap().unwrap().id, other.unwrap().unwrap().id),
            (1, 2)
        );
        assert_eq!(store.asked(), [1, 2], "{tiers}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_callers_of_overlapping_batches_load_each_id_once() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.hold();
        let calls: Vec<_> = (0..10_000_u64)
            .map(|call| {
                let (cache, store) = (cache.clone(), store.clone());
                tokio::spawn(async move {
                    let mut ids: Vec<u64> = (0..8).map(|step| (call + step) % 40).collect();
                    if call % 2 == 1 {
                        ids.reverse();
                    }
                    rows(&cache, &store, &ids).await.map(|rows| rows.len())
                })
            })
            .collect();
        store.begun(1).await;
        store.release();
        for call in calls {
            assert_eq!(call.await.expect("no panic"), Ok(8), "{tiers}");
        }
        assert_eq!(store.asked(), (0..40).collect::<Vec<_>>(), "{tiers}");
    }
}

#[tokio::test]
async fn a_dropped_batch_hands_each_of_its_ids_to_who_waits_for_it() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.hold();
        let mut leader = Box::pin(rows(&cache, &store, &[1, 2, 3]));
        while store.queries().is_empty() {
            assert!(poll_immediate(&mut leader).await.is_none());
            tokio::task::yield_now().await;
        }
        let mut many = Box::pin(rows(&cache, &store, &[3, 2]));
        let mut one = Box::pin(row(&cache, &store, 1));
        assert!(poll_immediate(&mut many).await.is_none());
        assert!(poll_immediate(&mut one).await.is_none());
        drop(leader);
        store.release();
        let (many, one) = tokio::join!(many, one);
        assert_eq!(many.unwrap().len(), 2, "{tiers}");
        assert_eq!(one.unwrap().unwrap().id, 1);
        assert_eq!(store.asked(), [1, 1, 2, 2, 3, 3], "{tiers}");
        rows(&cache, &store, &[1, 2, 3]).await.unwrap();
        assert_eq!(store.asked().len(), 6, "{tiers}: all are stored");
    }
}

#[tokio::test]
async fn a_dropped_waiter_leaves_nothing_behind() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.hold();
        let mut leader = Box::pin(rows(&cache, &store, &[1, 2]));
        let mut waiter = Box::pin(rows(&cache, &store, &[2, 3]));
        assert!(poll_immediate(&mut leader).await.is_none());
        assert!(poll_immediate(&mut waiter).await.is_none());
        drop(waiter);
        store.release();
        assert_eq!(leader.await.unwrap().len(), 2);
        assert_eq!(
            rows(&cache, &store, &[3]).await.unwrap().len(),
            1,
            "{tiers}"
        );
    }
}

#[tokio::test]
async fn a_batch_inside_of_the_load_of_one_of_its_ids_loads_for_itself() {
    let (cache, store) = (Tiers::memory().manager().await, Store::default());
    assert_eq!(nested(&cache, &store, 1).await, Ok(2));
}

/// A load that asks for its own id again.
#[gambeson::cached(ttl = "1m", key = "row:{id}", cache = cache)]
async fn nested(
    cache: &gambeson::CacheManager,
    store: &Store,
    id: u64,
) -> Result<usize, crate::store::Down> {
    Ok(rows(cache, store, &[id, id + 1]).await?.len())
}

#[tokio::test(start_paused = true)]
async fn whoever_has_waited_long_enough_loads_for_itself() {
    let cache = Tiers::memory()
        .builder()
        .wait(Duration::from_secs(2))
        .build()
        .await
        .unwrap();
    let store = Store::default();
    store.hold();
    let mut leader = Box::pin(rows(&cache, &store, &[1, 2, 3]));
    assert!(poll_immediate(&mut leader).await.is_none());
    let waiting = tokio::spawn({
        let (cache, store) = (cache.clone(), store.clone());
        async move { rows(&cache, &store, &[3, 2, 1]).await }
    });
    store.begun(2).await;
    store.release();
    assert_eq!(waiting.await.unwrap().unwrap().len(), 3);
    assert_eq!(store.queries(), [[1, 2, 3], [3, 2, 1]], "all in one go");
    drop(leader);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn batches_that_come_and_go_at_random_all_end() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::without([5, 6]));
        let tasks = (0..8_u64).map(|task| {
            let (cache, store) = (cache.clone(), store.clone());
            tokio::spawn(async move {
                for round in 0..150_u64 {
                    let ids: Vec<u64> = (0..6)
                        .map(|i| (task * 7 + round * 5 + i * i) % 20)
                        .collect();
                    let call = rows(&cache, &store, &ids);
                    if (task + round) % 3 == 0 {
                        _ = poll_immediate(Box::pin(call)).await;
                    } else {
                        let found = call.await.unwrap();
                        for id in ids.iter().filter(|id| !(5..=6).contains(*id)) {
                            assert_eq!(found[id].id, *id);
                        }
                    }
                    if round % 10 == task {
                        cache.delete(format!("row:{}", ids[0])).await.unwrap();
                    }
                }
            })
        });
        for task in join_all(tasks).await {
            task.expect("no panic");
        }
    }
}
