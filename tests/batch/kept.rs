//! What is stored, what is not, and what a batch shares with the function of one id.

use std::collections::{BTreeMap, HashMap};

use gambeson::cache::{How, TimeLeft};
use gambeson::{CacheManager, cached};
use gambeson_tests::Tiers;

use crate::store::{Down, Row, Store};
use crate::{row, rows};

#[tokio::test]
async fn the_body_is_called_once_with_those_that_are_missing() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        rows(&cache, &store, &[1, 2, 3]).await.unwrap();
        let found = rows(&cache, &store, &[5, 3, 1, 4]).await.unwrap();
        assert_eq!(store.queries(), [vec![1, 2, 3], vec![5, 4]], "{tiers}");
        let mut ids: Vec<u64> = found.keys().copied().collect();
        ids.sort_unstable();
        assert_eq!(ids, [1, 3, 4, 5]);
        assert!(found.iter().all(|(id, row)| row.id == *id));
        let total = cache.stats().total;
        assert_eq!((total.hits_memory, total.misses, total.loads), (2, 5, 2));
    }
}

#[tokio::test]
async fn another_process_finds_in_redis_what_a_batch_has_stored_by_one_read() {
    let mut tiers = Tiers::redis();
    let store = Store::default();
    let ids: Vec<u64> = (0..50).collect();
    rows(&tiers.manager().await, &store, &ids).await.unwrap();
    let cache = tiers.manager().await;
    let before = gambeson_tests::calls(tiers.server(), "mget");
    assert_eq!(rows(&cache, &store, &ids).await.unwrap().len(), 50);
    assert_eq!(store.queries().len(), 1);
    assert_eq!(cache.stats().total.hits_redis, 50);
    assert_eq!(gambeson_tests::calls(tiers.server(), "mget") - before, 1);
    assert_eq!(rows(&cache, &store, &ids).await.unwrap().len(), 50);
    assert_eq!(cache.stats().total.hits_memory, 50, "and memory keeps it");
}

#[tokio::test]
async fn a_batch_and_the_function_of_one_id_share_their_entries() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        row(&cache, &store, 1).await.unwrap();
        rows(&cache, &store, &[1, 2]).await.unwrap();
        row(&cache, &store, 2).await.unwrap();
        assert_eq!(store.queries(), [vec![1], vec![2]], "{tiers}");
        let other = tiers.manager().await;
        if tiers.shared() {
            row(&other, &store, 2).await.unwrap();
            rows(&other, &store, &[1, 2]).await.unwrap();
            assert_eq!(store.queries().len(), 2);
        }
    }
}

#[tokio::test]
async fn an_id_that_is_asked_for_twice_is_loaded_once() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        let found = rows(&cache, &store, &[7, 8, 7, 7]).await.unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(store.queries(), [[7, 8]]);
    }
}

#[tokio::test]
async fn no_ids_are_no_load() {
    let (cache, store) = (Tiers::memory().manager().await, Store::default());
    assert_eq!(rows(&cache, &store, &[]).await, Ok(HashMap::new()));
    assert!(store.queries().is_empty());
}

#[cached(ttl = "1m", key = "pair:{id}", batch(ids -> id), cache = cache)]
async fn pairs(cache: &CacheManager, store: &Store, ids: &[u64]) -> Result<Vec<(u64, Row)>, Down> {
    // In another order than that of the ids.
    let found: BTreeMap<u64, Row> = store.rows(ids).await?.into_iter().collect();
    Ok(found.into_iter().collect())
}

#[tokio::test]
async fn a_list_has_the_order_and_the_duplicates_of_the_ids() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::without([4]));
        for _ in 0..2 {
            let found = pairs(&cache, &store, &[9, 2, 9, 4, 5, 2]).await.unwrap();
            let ids: Vec<u64> = found.iter().map(|(id, _)| *id).collect();
            assert_eq!(ids, [9, 2, 9, 5, 2], "{tiers}");
            assert!(found.iter().all(|(id, row)| row.id == *id));
        }
        assert_eq!(store.queries(), [vec![9, 2, 4, 5], vec![4]]);
    }
}

#[cached(ttl = "1m", negative_ttl = "10s", key = "none:{id}", batch(ids -> id), cache = cache)]
async fn or_none(
    cache: &CacheManager,
    store: &Store,
    ids: &[u64],
) -> Result<HashMap<u64, Row>, Down> {
    store.rows(ids).await
}

#[cached(ttl = "1m", negative_ttl = "10s", key = "none:{id}", cache = cache)]
async fn one_or_none(cache: &CacheManager, store: &Store, id: u64) -> Result<Option<Row>, Down> {
    Ok(store.rows(&[id]).await?.remove(&id))
}

#[tokio::test]
async fn ids_that_are_not_there_are_stored_for_the_negative_ttl_only() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::without([1, 2]));
        rows(&cache, &store, &[1, 3]).await.unwrap();
        rows(&cache, &store, &[1, 3]).await.unwrap();
        assert_eq!(store.queries(), [vec![1, 3], vec![1]], "{tiers}");

        let store = Store::without([1, 2]);
        or_none(&cache, &store, &[1, 2, 3]).await.unwrap();
        let found = or_none(&cache, &store, &[1, 2, 3]).await.unwrap();
        assert_eq!(found.into_keys().collect::<Vec<_>>(), [3]);
        assert_eq!(one_or_none(&cache, &store, 1).await, Ok(None));
        assert_eq!(store.queries().len(), 1, "{tiers}");
        let left = cache.ttl_of("none:1").await.and_then(TimeLeft::span);
        assert!(left.is_some_and(|left| left.as_secs() <= 10), "{left:?}");
    }
}

#[cached(
    ttl = |row: &Row| std::time::Duration::from_secs(10 * row.id),
    cache_if = |row: &Row| row.id % 2 == 1,
    key = "odd:{id}",
    batch(ids -> id),
    cache = cache
)]
async fn odd(cache: &CacheManager, store: &Store, ids: &[u64]) -> Result<HashMap<u64, Row>, Down> {
    store.rows(ids).await
}

#[tokio::test]
async fn conditions_and_a_ttl_by_value_are_asked_for_each_value() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        assert_eq!(odd(&cache, &store, &[1, 2, 3]).await.unwrap().len(), 3);
        assert_eq!(odd(&cache, &store, &[1, 2, 3]).await.unwrap().len(), 3);
        assert_eq!(store.queries(), [vec![1, 2, 3], vec![2]], "{tiers}");
        for id in [1, 3] {
            let left = cache.ttl_of(format!("odd:{id}")).await;
            let left = left.and_then(TimeLeft::span).unwrap().as_secs();
            assert!((5 * id..=10 * id).contains(&left), "{left}");
        }
    }
}

#[cached(ttl = "1m", key = "chunk:{id}", batch(ids -> id, max = 3), cache = cache)]
async fn chunks(
    cache: &CacheManager,
    store: &Store,
    ids: &[u64],
) -> Result<HashMap<u64, Row>, Down> {
    store.rows(ids).await
}

#[tokio::test]
async fn the_body_is_called_with_no_more_than_the_maximum_at_once() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        let ids: Vec<u64> = (0..8).collect();
        assert_eq!(chunks(&cache, &store, &ids).await.unwrap().len(), 8);
        assert_eq!(
            store.queries(),
            [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7]],
            "{tiers}"
        );
    }
}

#[cached(ttl = "1m", key = "more:{id}", batch(ids -> id), cache = cache)]
async fn more(cache: &CacheManager, ids: &[u64]) -> HashMap<u64, u64> {
    let next = ids.iter().max().map_or(0, |last| last + 1);
    ids.iter()
        .copied()
        .chain([next])
        .map(|id| (id, id))
        .collect()
}

#[tokio::test]
async fn what_nobody_asked_for_is_neither_returned_nor_stored() {
    let cache = Tiers::memory().manager().await;
    let found = more(&cache, &[1]).await;
    assert_eq!(found, HashMap::from([(1, 1)]));
    assert!(!cache.exists("more:2").await);
}

#[cached(ttl = "1m", key = "hand:{id}", batch(ids -> id), cache = cache, handle = Rows)]
async fn by_hand(
    cache: &CacheManager,
    store: &Store,
    ids: &[u64],
) -> Result<HashMap<u64, Row>, Down> {
    store.rows(ids).await
}

#[tokio::test]
async fn a_handle_works_on_one_entry_and_calls_with_all_ids() {
    for tiers in Tiers::each() {
        let (cache, store) = (tiers.manager().await, Store::default());
        let traced = Rows::traced(&cache, &store, &[1, 2]).await;
        assert_eq!(traced.how, How::Loaded);
        assert_eq!(
            Rows::traced(&cache, &store, &[1, 2]).await.how,
            How::HitMemory
        );
        assert_eq!(Rows::traced(&cache, &store, &[1, 3]).await.how, How::Loaded);
        let first = Row { id: 1, version: 0 };
        assert_eq!(Rows::peek(&cache, 1).await, Some(Some(first)));
        assert!(Rows::ttl_of(&cache, 1).await.is_some());
        Rows::invalidate(&cache, 1).await.unwrap();
        assert_eq!(Rows::peek(&cache, 1).await, None);
        store.set_version(1);
        let fresh = Rows::bypass(&cache, &store, &[2]).await.unwrap();
        assert_eq!(fresh[&2].version, 1);
        assert_eq!(by_hand(&cache, &store, &[2]).await.unwrap()[&2].version, 0);
        Rows::refresh(&cache, &store, &[2, 3]).await.unwrap();
        let stored = by_hand(&cache, &store, &[2, 3]).await.unwrap();
        assert!(stored.values().all(|row| row.version == 1), "{tiers}");
        assert_eq!(store.queries().last(), Some(&vec![2, 3]));
    }
}
