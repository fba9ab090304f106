//! The cache on a cluster of three real nodes: every key at the node that has its slot, slots that
//! move, nodes that die.

mod lost;
mod moving;
mod tagged;
mod whole;

use std::time::Duration;

use gambeson::CacheManager;
use gambeson::cache::RedisState;
use gambeson_tests::redis_server::RedisCluster;
use gambeson_tests::{Seen, Truth, builder, until_state};
use tokio::task::JoinHandle;

/// A manager on a cluster: another process, as far as the nodes can tell.
async fn manager(urls: &str) -> CacheManager {
    let manager = builder(urls).build().await.expect("the settings are good");
    until_state(&manager, RedisState::Up).await;
    manager
}

/// A key of the checker that this node has, by the way the cluster was made.
fn key_of(cluster: &RedisCluster, node: usize) -> usize {
    keys_of(cluster, node).next().expect("each node has some")
}

fn keys_of(cluster: &RedisCluster, node: usize) -> impl Iterator<Item = usize> {
    (0..100).filter(move |key| RedisCluster::owner(slot(cluster, *key)) == node)
}

fn slot(cluster: &RedisCluster, key: usize) -> u16 {
    cluster.slot(format!("t:k:{key}").as_bytes())
}

/// Tasks that read and invalidate by way of these managers.
fn begin(truth: &std::sync::Arc<Truth>, caches: &[CacheManager]) -> Vec<JoinHandle<Seen>> {
    let both = (1..).zip(caches.iter().cycle());
    both.take(caches.len() * 4)
        .map(|(seed, cache)| tokio::spawn(truth.clone().work(cache.clone(), seed * 7_919)))
        .collect()
}

async fn end(truth: &Truth, tasks: Vec<JoinHandle<Seen>>) -> Seen {
    truth.end();
    let mut all = Seen::default();
    for task in tasks {
        all = all.and(task.await.expect("a task does not panic"));
    }
    println!("{all:?}");
    all
}

/// Lets the tasks do something between two steps.
async fn meanwhile() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}
