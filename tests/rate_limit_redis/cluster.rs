//! A cluster of three real nodes.

use std::time::Duration;

use gambeson::resilience::OnStoreError;
use gambeson_tests::redis_server::RedisCluster;

use super::{admitted, admitted_by, built, only, patient, until_asked};

/// What the limiter of these tests calls a key.
fn name(key: &str) -> String {
    format!("gambeson:%limit:cluster%us:{key}")
}

/// A key that this node has.
fn key_of(cluster: &RedisCluster, node: usize) -> String {
    (0..1_000)
        .map(|number| format!("k{number}"))
        .find(|key| RedisCluster::owner(cluster.slot(name(key).as_bytes())) == node)
        .expect("each node has some")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_key_has_its_limit_on_the_node_that_has_the_key() {
    let cluster = RedisCluster::start();
    // One node is enough to find the others.
    for urls in [cluster.nodes()[1].url(), cluster.urls()] {
        let builder = patient(&urls, only(200)).name(format!("limits:{}", urls.len()));
        let limiter = built(builder);
        for key in [&b"a"[..], b"b", b"c", b"d", b"e", b"f"] {
            assert_eq!(admitted_by(16, &limiter, key, 20).await, 200);
        }
        assert_eq!(limiter.store_errors(), 0);
    }
    for node in cluster.nodes() {
        assert!(node.command(&["DBSIZE"]).int() > 0);
    }
}

#[tokio::test]
async fn a_dead_node_takes_only_its_own_keys_along_and_comes_back() {
    let mut cluster = RedisCluster::start();
    let limiter = built(
        patient(&cluster.urls(), only(10))
            .name("cluster")
            .on_store_error(OnStoreError::Local(0.5)),
    );
    let keys: Vec<_> = (0..3).map(|node| key_of(&cluster, node)).collect();
    for key in &keys {
        assert_eq!(admitted(&limiter, key.as_bytes(), 4).await, 4);
    }
    assert_eq!(limiter.store_errors(), 0);
    cluster.node(0).kill();
    assert_eq!(admitted(&limiter, keys[0].as_bytes(), 20).await, 5);
    assert_eq!(limiter.store_errors(), 20);
    for key in &keys[1..] {
        assert_eq!(admitted(&limiter, key.as_bytes(), 20).await, 6);
    }
    assert_eq!(limiter.store_errors(), 20, "the others still answer");
    cluster.node(0).restart();
    loop {
        let errors = limiter.store_errors();
        let decision = limiter.check(keys[0].as_bytes(), 1).await;
        if limiter.store_errors() == errors {
            assert!(decision.admitted);
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(admitted(&limiter, keys[0].as_bytes(), 20).await, 9);
}

#[tokio::test]
async fn a_paused_node_slows_no_caller_of_another() {
    let cluster = RedisCluster::start();
    let limiter = built(
        patient(&cluster.urls(), only(1_000))
            .name("cluster")
            .timeout(Duration::from_millis(300))
            .on_store_error(OnStoreError::Closed),
    );
    let keys: Vec<_> = (0..3).map(|node| key_of(&cluster, node)).collect();
    for key in &keys {
        until_asked(&limiter).await;
        assert_eq!(admitted(&limiter, key.as_bytes(), 1).await, 1);
    }
    cluster.nodes()[2].pause();
    let other = limiter.clone();
    let paused = keys[2].clone();
    let waiting = tokio::spawn(async move { admitted(&other, paused.as_bytes(), 100).await });
    assert_eq!(admitted(&limiter, keys[0].as_bytes(), 100).await, 100);
    assert_eq!(admitted(&limiter, keys[1].as_bytes(), 100).await, 100);
    assert!(
        !waiting.is_finished(),
        "they did not wait for the paused one"
    );
    assert_eq!(waiting.await.expect("a check does not panic"), 0);
    cluster.nodes()[2].resume();
}

#[tokio::test]
async fn a_slot_that_moves_is_followed_and_nothing_is_counted_anew() {
    let cluster = RedisCluster::start();
    let limiter = built(patient(&cluster.urls(), only(30)).name("cluster"));
    let key = key_of(&cluster, 0);
    assert_eq!(admitted(&limiter, key.as_bytes(), 10).await, 10);
    let slot = cluster.slot(name(&key).as_bytes()).to_string();
    let (from, to) = (&cluster.nodes()[0], &cluster.nodes()[1]);
    let (from_id, to_id) = (cluster.id(0), cluster.id(1));
    to.command(&["CLUSTER", "SETSLOT", &slot, "IMPORTING", &from_id]);
    from.command(&["CLUSTER", "SETSLOT", &slot, "MIGRATING", &to_id]);
    assert_eq!(
        admitted(&limiter, key.as_bytes(), 5).await,
        5,
        "it has not moved yet"
    );
    let port = to.port().to_string();
    from.command(&["MIGRATE", "127.0.0.1", &port, &name(&key), "0", "5000"]);
    assert_eq!(
        admitted(&limiter, key.as_bytes(), 5).await,
        5,
        "asked for at the other node"
    );
    for node in [to, from] {
        node.command(&["CLUSTER", "SETSLOT", &slot, "NODE", &to_id]);
    }
    assert_eq!(admitted(&limiter, key.as_bytes(), 50).await, 10);
    assert_eq!(limiter.store_errors(), 0);
}
