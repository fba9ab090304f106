//! Errors, panics and invalidations.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use futures::future::poll_immediate;
use gambeson::{CacheManager, cached};
use gambeson_tests::Tiers;

use crate::store::{Down, Row, Store};
use crate::{row, rows};

#[tokio::test]
async fn a_failed_load_fails_the_call_and_what_is_cached_stays() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        rows(&cache, &store, &[1]).await.unwrap();
        store.set_down(true);
        assert_eq!(rows(&cache, &store, &[1, 2]).await, Err(Down), "{tiers}");
        assert_eq!(rows(&cache, &store, &[1]).await.unwrap().len(), 1);
        store.set_down(false);
        assert_eq!(rows(&cache, &store, &[1, 2]).await.unwrap().len(), 2);
        assert_eq!(
            store.queries(),
            [[1], [2], [2]],
            "{tiers}: no error is stored"
        );
    }
}

#[tokio::test]
async fn an_error_is_that_of_all_who_wait_for_one_of_the_ids() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.set_down(true);
        store.hold();
        let mut leader = Box::pin(rows(&cache, &store, &[1, 2]));
        let mut many = Box::pin(rows(&cache, &store, &[2]));
        let mut one = Box::pin(row(&cache, &store, 1));
        assert!(poll_immediate(&mut leader).await.is_none());
        assert!(poll_immediate(&mut many).await.is_none());
        assert!(poll_immediate(&mut one).await.is_none());
        store.release();
        let (leader, many, one) = tokio::join!(leader, many, one);
        assert_eq!((leader, many, one), (Err(Down), Err(Down), Err(Down)));
        assert_eq!(store.queries().len(), 1, "{tiers}");
    }
}

/// An error that each call has for itself.
#[derive(Debug, PartialEq, Eq)]
struct Alone;

#[cached(ttl = "1m", key = "alone:{id}", batch(ids -> id), cache = cache)]
async fn alone(
    cache: &CacheManager,
    store: &Store,
    ids: &[u64],
) -> Result<HashMap<u64, Row>, Alone> {
    store.rows(ids).await.map_err(|Down| Alone)
}

#[tokio::test]
async fn an_error_that_cannot_be_shared_hands_the_ids_to_who_waits() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.set_down(true);
        store.hold();
        let mut leader = Box::pin(alone(&cache, &store, &[1, 2]));
        while store.queries().is_empty() {
            assert!(poll_immediate(&mut leader).await.is_none());
            tokio::task::yield_now().await;
        }
        let mut many = Box::pin(alone(&cache, &store, &[2, 1]));
        assert!(poll_immediate(&mut many).await.is_none());
        store.set_down(false);
        store.release();
        let (leader, many) = tokio::join!(leader, many);
        assert_eq!(leader, Err(Alone), "{tiers}");
        assert_eq!(many.unwrap().len(), 2);
        assert_eq!(store.queries(), [[1, 2], [2, 1]]);
    }
}

#[cached(ttl = "1m", key = "row:{id}", batch(ids -> id), cache = cache)]
async fn panicking(
    cache: &CacheManager,
    store: &Store,
    ids: &[u64],
) -> Result<HashMap<u64, Row>, Down> {
    store.rows(ids).await?;
    panic!("while loading {ids:?}")
}

#[tokio::test]
async fn a_panic_is_that_of_its_own_caller_and_who_waits_loads() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.hold();
        let mut leader =
            Box::pin(AssertUnwindSafe(panicking(&cache, &store, &[1, 2])).catch_unwind());
        while store.queries().is_empty() {
            assert!(poll_immediate(&mut leader).await.is_none());
            tokio::task::yield_now().await;
        }
        let mut many = Box::pin(rows(&cache, &store, &[2, 1]));
        assert!(poll_immediate(&mut many).await.is_none());
        store.release();
        assert!(leader.await.is_err(), "{tiers}");
        assert_eq!(many.await.unwrap().len(), 2);
        assert_eq!(rows(&cache, &store, &[1, 2]).await.unwrap().len(), 2);
        assert_eq!(store.queries(), [[1, 2], [2, 1]], "{tiers}");
    }
}

#[tokio::test]
async fn an_id_that_is_invalidated_while_it_is_loaded_is_not_stored_and_the_others_are() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.hold();
        let mut call = Box::pin(rows(&cache, &store, &[1, 2]));
        while store.queries().is_empty() {
            assert!(poll_immediate(&mut call).await.is_none());
            tokio::task::yield_now().await;
        }
        cache.delete("row:1").await.unwrap();
        store.set_version(1);
        store.release();
        assert_eq!(call.await.unwrap().len(), 2);
        let found = rows(&cache, &store, &[1, 2]).await.unwrap();
        assert_eq!((found[&1].version, found[&2].version), (1, 0), "{tiers}");
        assert_eq!(store.queries(), [vec![1, 2], vec![1]]);
    }
}

#[tokio::test]
async fn chunks_that_were_loaded_before_one_failed_are_stored() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        store.hold();
        let mut call = Box::pin(by_two(&cache, &store, &[1, 2, 3, 4]));
        while store.queries().is_empty() {
            assert!(poll_immediate(&mut call).await.is_none());
            tokio::task::yield_now().await;
        }
        store.set_down(true);
        store.release();
        assert_eq!(call.await, Err(Down));
        assert_eq!(
            by_two(&cache, &store, &[1, 2]).await.unwrap().len(),
            2,
            "{tiers}"
        );
        assert_eq!(store.queries(), [[1, 2], [3, 4]]);
    }
}

#[cached(ttl = "1m", key = "two:{id}", batch(ids -> id, max = 2), cache = cache)]
async fn by_two(
    cache: &CacheManager,
    store: &Store,
    ids: &[u64],
) -> Result<HashMap<u64, Row>, Down> {
    store.rows(ids).await
}
