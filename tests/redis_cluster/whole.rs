//! While nothing happens to it.

use gambeson::cache::{RedisState, Ttl};
use gambeson_tests::redis_server::{RedisCluster, RedisServer, Reply};
use gambeson_tests::{Truth, builder};

use super::manager;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_entry_stands_at_the_node_that_has_its_slot_whichever_node_was_named() {
    let cluster = RedisCluster::start();
    let ports: Vec<_> = cluster.nodes().iter().map(RedisServer::port).collect();
    let hosts = format!(
        "redis://127.0.0.1:{},127.0.0.1:{},127.0.0.1:{}/0",
        ports[0], ports[1], ports[2]
    );
    for urls in [cluster.nodes()[2].url(), cluster.urls(), hosts] {
        let (cache, other) = (manager(&urls).await, manager(&urls).await);
        let keys = || (0..100).map(|key| format!("n:{key}"));
        cache
            .set_many(keys().zip(0_u64..), Ttl::Default)
            .await
            .expect("all nodes are there");
        let held = other.get_many::<u64, _>(keys()).await;
        let expected: Vec<_> = (0..100).map(Some).collect();
        assert_eq!(held, expected, "in the order of the keys");
        for key in keys() {
            let name = format!("t:{key}");
            let owner = RedisCluster::owner(cluster.slot(name.as_bytes()));
            assert_ne!(cluster.nodes()[owner].command(&["GET", &name]), Reply::Nil);
        }
        let removed = other.delete_many(keys().take(50)).await;
        let removed = removed.expect("all nodes are there");
        assert_eq!((removed.redis, removed.remembered), (50, 0));
        let removed = other.clear("n:*").await.expect("all nodes are there");
        assert_eq!((removed.redis, removed.remembered), (50, 0));
        for node in cluster.nodes() {
            assert_eq!(node.command(&["DBSIZE"]).int(), 0, "nothing else is left");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_load_brought_is_a_hit_of_another_process_until_it_is_invalidated() {
    let cluster = RedisCluster::start();
    let (one, other) = (
        manager(&cluster.urls()).await,
        manager(&cluster.urls()).await,
    );
    let truth = Truth::new(100);
    for key in 0..100 {
        assert_eq!(truth.read(&one, key).await, (0, false));
        assert_eq!(truth.read(&other, key).await, (0, true));
        let version = truth.write(key);
        one.delete(format!("k:{key}")).await.expect("it is there");
        assert_eq!(truth.read(&other, key).await, (version, false));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_addresses_are_those_of_a_cluster_and_nothing_else() {
    let (one, two) = (RedisServer::start(), RedisServer::start());
    let urls = format!("{},{}", one.url(), two.url());
    let error = builder(&urls)
        .require_redis()
        .build()
        .await
        .expect_err("two servers do not make a cluster");
    assert!(error.to_string().contains("cluster"), "{error}");
    let cache = builder(&urls).build().await.expect("it is not required");
    let health = cache.health().await.redis.expect("there is one");
    assert_eq!(health.state, RedisState::Down);
}
