//! Nodes that are away, for a while or for good.

use gambeson::cache::RedisState;
use gambeson_tests::redis_server::RedisCluster;
use gambeson_tests::{Truth, until_state};

use super::{begin, end, key_of, manager, meanwhile, slot};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_node_takes_only_its_own_keys_along_and_nothing_is_stale_when_it_is_back() {
    let mut cluster = RedisCluster::start();
    let (one, other) = (
        manager(&cluster.urls()).await,
        manager(&cluster.urls()).await,
    );
    let truth = Truth::new(100);
    let keys: Vec<_> = (0..3).map(|node| key_of(&cluster, node)).collect();
    for key in &keys {
        truth.read(&one, *key).await;
    }
    cluster.node(0).save();
    cluster.node(0).kill();
    until_state(&one, RedisState::Partly).await;
    until_state(&other, RedisState::Partly).await;
    assert_eq!(truth.read(&other, keys[0]).await, (0, false));
    for key in &keys[1..] {
        assert!(truth.read(&other, *key).await.1, "the others still answer");
    }
    let version = truth.write(keys[0]);
    let removed = one
        .delete_many(keys.iter().map(|key| format!("k:{key}")))
        .await;
    let removed = removed.expect("it is remembered");
    assert_eq!((removed.redis, removed.remembered), (2, 1));
    cluster.node(0).restart();
    until_state(&one, RedisState::Up).await;
    until_state(&other, RedisState::Up).await;
    // What it had saved is from before the invalidation.
    assert_eq!(truth.read(&other, keys[0]).await, (version, false));
    truth.until_hit(&one, keys[0], version).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invalidation_that_a_dead_node_did_not_hear_is_told_who_takes_its_slot() {
    let mut cluster = RedisCluster::start();
    let (one, other) = (
        manager(&cluster.urls()).await,
        manager(&cluster.urls()).await,
    );
    let truth = Truth::new(100);
    let key = key_of(&cluster, 0);
    let slot = slot(&cluster, key);
    truth.read(&one, key).await;
    cluster.node(0).kill();
    until_state(&one, RedisState::Partly).await;
    let version = truth.write(key);
    let removed = one.delete_many([format!("k:{key}")]).await;
    assert_eq!(removed.expect("it is remembered").remembered, 1);
    cluster.replace_owner(slot, 0, 2);
    // Both follow, without a word from anybody.
    for cache in [&one, &other] {
        truth.until_hit(cache, key, version).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_stale_while_nodes_die_and_come_back_under_reads_and_invalidations() {
    let mut cluster = RedisCluster::start();
    let mut caches = Vec::new();
    for _ in 0..2 {
        caches.push(manager(&cluster.urls()).await);
    }
    let truth = Truth::new(100);
    let tasks = begin(&truth, &caches);
    for node in [0, 1] {
        meanwhile().await;
        // What it comes back with is older than what is acknowledged by then.
        tokio::task::block_in_place(|| {
            cluster.node(node).save();
        });
        meanwhile().await;
        tokio::task::block_in_place(|| cluster.node(node).kill());
        for cache in &caches {
            until_state(cache, RedisState::Partly).await;
        }
        meanwhile().await;
        tokio::task::block_in_place(|| cluster.node(node).restart());
        for cache in &caches {
            until_state(cache, RedisState::Up).await;
        }
    }
    meanwhile().await;
    let seen = end(&truth, tasks).await;
    assert_eq!(seen.stale, 0, "{seen:?}");
    assert!(
        seen.hits > 0 && seen.removed > 0 && seen.remembered > 0,
        "{seen:?}"
    );
}
