//! What a batch asks of Redis, and what it does where there is none any more.

use std::collections::HashMap;
use std::time::Duration;

use gambeson::cache::RedisState;
use gambeson::{CacheManager, cached};
use gambeson_tests::{Tiers, calls, holds_value, raw, until, until_state};

use crate::rows;
use crate::store::{Down, Row, Store};

#[tokio::test]
async fn a_cold_batch_is_one_read_one_round_of_leases_and_one_script_of_commits() {
    let mut tiers = Tiers::redis();
    let (cache, store) = (tiers.manager().await, Store::default());
    let ids: Vec<u64> = (0..100).collect();
    let gets = calls(tiers.server(), "get");
    let sets = calls(tiers.server(), "set");
    rows(&cache, &store, &ids).await.unwrap();
    // The script reads all once more.
    assert_eq!(calls(tiers.server(), "mget"), 1 + 1);
    assert_eq!(calls(tiers.server(), "evalsha"), 1);
    // Leases, and what the script stores.
    assert_eq!(calls(tiers.server(), "set") - sets, 100 + 100);
    assert_eq!(calls(tiers.server(), "get") - gets, 0);
    assert!(holds_value(tiers.server(), "t:row:0"));
    assert!(holds_value(tiers.server(), "t:row:99"));
    assert_eq!(store.queries().len(), 1);
}

#[tokio::test]
async fn scripts_that_the_server_has_forgotten_are_sent_again() {
    let mut tiers = Tiers::redis();
    let (cache, store) = (tiers.manager().await, Store::default());
    tiers.server().command(&["SCRIPT", "FLUSH"]);
    rows(&cache, &store, &[1, 2, 3]).await.unwrap();
    for id in 1..=3 {
        assert!(holds_value(tiers.server(), &format!("t:row:{id}")));
    }
}

#[tokio::test]
async fn without_redis_a_batch_is_answered_by_the_body_and_by_memory() {
    let mut tiers = Tiers::redis();
    let (cache, store) = (tiers.manager().await, Store::default());
    rows(&cache, &store, &[1]).await.unwrap();
    tiers.server().kill();
    until_state(&cache, RedisState::Down).await;
    // Of what was read before, nobody would hear any more that it has changed.
    assert_eq!(rows(&cache, &store, &[1, 2, 3]).await.unwrap().len(), 3);
    assert_eq!(rows(&cache, &store, &[1, 2, 3]).await.unwrap().len(), 3);
    assert_eq!(store.queries(), [vec![1], vec![1, 2, 3]]);
}

#[tokio::test]
async fn what_is_of_another_type_or_cannot_be_decoded_is_loaded_again_and_replaced() {
    let mut tiers = Tiers::redis();
    let store = Store::default();
    rows(&tiers.manager().await, &store, &[1, 2]).await.unwrap();
    let text = "another type".to_owned();
    let minute = Duration::from_secs(60);
    tiers
        .manager()
        .await
        .set("row:1", text, minute)
        .await
        .unwrap();
    let mut broken = raw(tiers.server(), "t:row:2").expect("it is stored");
    broken.pop();
    tiers.server().command(&[&b"SET"[..], b"t:row:2", &broken]);
    for round in 1..=2 {
        let cache = tiers.manager().await;
        assert_eq!(rows(&cache, &store, &[1, 2]).await.unwrap().len(), 2);
        assert_eq!(store.queries(), [[1, 2], [1, 2]], "round {round}");
    }
}

#[tokio::test]
async fn a_value_that_is_of_redis_alone_is_read_there_each_time() {
    let tiers = Tiers::redis();
    let (cache, store) = (tiers.manager().await, Store::default());
    for _ in 0..3 {
        let found = in_redis(&cache, &store, &[1, 2]).await.unwrap();
        assert_eq!(found.len(), 2);
    }
    assert_eq!(store.queries().len(), 1);
    assert_eq!(cache.stats().total.hits_redis, 4);
}

#[cached(ttl = "1m", key = "far:{id}", batch(ids -> id), tier = redis, cache = cache)]
async fn in_redis(
    cache: &CacheManager,
    store: &Store,
    ids: &[u64],
) -> Result<HashMap<u64, Row>, Down> {
    store.rows(ids).await
}

#[tokio::test]
async fn what_was_loaded_before_the_end_of_a_write_is_not_handed_to_who_asks_after_it() {
    let mut tiers = Tiers::redis();
    let (here, there) = (tiers.manager().await, tiers.manager().await);
    let (store, server) = (Store::default(), tiers.server());
    let (finish, finished) = tokio::sync::oneshot::channel::<()>();
    let write = tokio::spawn({
        let store = store.clone();
        let body = async move {
            finished.await.expect("it is told");
            store.set_version(1);
            Ok::<_, Down>(())
        };
        let (new, minute) = (Row { id: 1, version: 1 }, Duration::from_secs(60));
        async move { there.write_through("row:1", new, minute, body).await }
    });
    until("the hold lies there", || raw(server, "t:row:1").is_some()).await;
    store.hold();
    let before = tokio::spawn({
        let (here, store) = (here.clone(), store.clone());
        async move { rows(&here, &store, &[1]).await.expect("it answers") }
    });
    store.begun(1).await;
    finish.send(()).expect("it is awaited");
    write.await.expect("no panic").expect("it is written");
    let mut after = std::pin::pin!(rows(&here, &store, &[1]));
    assert!(
        futures::poll!(after.as_mut()).is_pending(),
        "it waits for the load"
    );
    store.release();
    assert_eq!(before.await.expect("no panic")[&1].version, 0);
    assert_eq!(after.await.expect("it answers")[&1].version, 1);
}
