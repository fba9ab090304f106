//! A queue on a cluster: at the node of its slot, while entries are at those of theirs.

use std::time::{Duration, Instant};

use gambeson::CacheManager;
use gambeson::cache::RedisState;
use gambeson::write_behind::{PutErrorKind, Settings, Writer};
use gambeson_tests::redis_server::RedisCluster;
use gambeson_tests::{PATIENCE, builder, until_state};

use crate::support::{Store, User, user};

/// Queues enough that each node has some.
const QUEUES: [&str; 6] = ["one", "two", "three", "four", "five", "six"];

async fn cache(cluster: &RedisCluster) -> CacheManager {
    let cache = builder(&cluster.urls()).build().await.expect("it starts");
    until_state(&cache, RedisState::Up).await;
    cache
}

async fn start(cache: &CacheManager, name: &str, store: &Store) -> Writer {
    let settings = Settings::new()
        .partitions(2)
        .every(Duration::from_millis(1));
    let settings = settings.backoff(Duration::from_millis(1), Duration::from_millis(20));
    let started = store.register(cache, name, settings).await;
    started.expect("it starts")
}

/// The node that has a queue, by the way the cluster was made.
fn node_of(cluster: &RedisCluster, queue: &str) -> usize {
    RedisCluster::owner(cluster.slot(format!("{{{queue}}}").as_bytes()))
}

fn on_node(cluster: &RedisCluster, node: usize) -> &'static str {
    let mut names = QUEUES.into_iter();
    let found = names.find(|name| node_of(cluster, name) == node);
    found.expect("each node has a queue")
}

/// A key whose entry this node has.
fn key_on(cluster: &RedisCluster, node: usize) -> u64 {
    let slot = |id: u64| cluster.slot(format!("t:u:{id}").as_bytes());
    let mut ids = 0..;
    let found = ids.find(|id| RedisCluster::owner(slot(*id)) == node);
    found.expect("there are many")
}

async fn put(cache: &CacheManager, queue: &str, id: u64, name: impl Into<String>) {
    let put = cache.write_behind(queue, format!("u:{id}"), user(id, name));
    put.await.expect("it is taken");
}

async fn flushed(writer: &Writer) {
    let flushed = async {
        while writer.flush().await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, flushed)
        .await
        .expect("it ends");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_of_every_queue_are_written_and_their_entries_are_read_by_others() {
    let cluster = RedisCluster::start();
    let (one, other) = (cache(&cluster).await, cache(&cluster).await);
    for queue in QUEUES {
        let store = Store::closed();
        let writer = start(&one, queue, &store).await;
        for id in 0..20 {
            put(&one, queue, id, format!("{queue} {id}")).await;
            let (key, new) = (format!("u:{id}"), Some(user(id, format!("{queue} {id}"))));
            assert_eq!(one.get::<User>(&*key).await, new, "read back");
            // The other process's memory is told in a moment.
            let begun = Instant::now();
            while other.get::<User>(&*key).await != new {
                assert!(begun.elapsed() < PATIENCE, "{key} of {queue} is not read");
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        let depth = writer.depth().await.expect("it answers");
        assert_eq!(depth.waiting, 20);
        store.open();
        flushed(&writer).await;
        assert_eq!(store.rows(), 20);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_whose_slot_moves_loses_nothing_and_keeps_its_order() {
    let cluster = RedisCluster::start();
    let cache = cache(&cluster).await;
    let queue = on_node(&cluster, 0);
    let slot = cluster.slot(format!("{{{queue}}}").as_bytes());
    let store = Store::new();
    let writer = start(&cache, queue, &store).await;
    let putting = tokio::spawn({
        let (cache, queue) = (cache.clone(), queue.to_owned());
        async move {
            for name in 0..200_u64 {
                for id in 0..3 {
                    put(&cache, &queue, id, name.to_string()).await;
                }
            }
        }
    });
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        gambeson_tests::until("some are written", || store.writes() > 20).await;
        tokio::task::block_in_place(|| cluster.move_slot(slot, from, to, || {}));
    }
    putting.await.expect("all are taken");
    flushed(&writer).await;
    for id in 0..3 {
        let names = store.names(id);
        let names: Vec<u64> = names.iter().filter_map(|name| name.parse().ok()).collect();
        assert!(names.is_sorted(), "{names:?}");
        assert_eq!(names.last(), Some(&199));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_dies_with_entries_keeps_no_change_from_being_written() {
    let mut cluster = RedisCluster::start();
    let (one, other) = (cache(&cluster).await, cache(&cluster).await);
    let (queue, id) = (on_node(&cluster, 1), key_on(&cluster, 0));
    let store = Store::new();
    let writer = start(&one, queue, &store).await;
    put(&one, queue, id, "old").await;
    flushed(&writer).await;
    cluster.node(0).save();
    cluster.node(0).kill();
    until_state(&one, RedisState::Partly).await;
    put(&one, queue, id, "new").await;
    flushed(&writer).await;
    assert_eq!(store.row(id).as_deref(), Some("new"));
    cluster.node(0).restart();
    until_state(&one, RedisState::Up).await;
    until_state(&other, RedisState::Up).await;
    let read = other.get::<User>(format!("u:{id}")).await;
    assert_ne!(read, Some(user(id, "old")), "it came back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_dies_with_a_queue_takes_nothing_meanwhile_and_has_what_it_took_before() {
    let mut cluster = RedisCluster::start();
    let cache = cache(&cluster).await;
    let (queue, id) = (on_node(&cluster, 0), key_on(&cluster, 1));
    let store = Store::closed();
    let writer = start(&cache, queue, &store).await;
    put(&cache, queue, id, "taken").await;
    cluster.node(0).save();
    cluster.node(0).kill();
    until_state(&cache, RedisState::Partly).await;
    let refused = cache.write_behind(queue, format!("u:{id}"), user(id, "refused"));
    let refused = refused.await.expect_err("nobody takes it");
    assert_eq!(refused.kind(), PutErrorKind::NotTaken);
    let read = cache.get::<User>(format!("u:{id}")).await;
    assert_eq!(read, Some(user(id, "taken")), "the entry is as it was");
    cluster.node(0).restart();
    until_state(&cache, RedisState::Up).await;
    store.open();
    // Of another key: of this one it might be the last of a batch with both.
    put(&cache, queue, id + 1, "later").await;
    flushed(&writer).await;
    assert_eq!(store.row(id).as_deref(), Some("taken"));
    assert_eq!(store.row(id + 1).as_deref(), Some("later"));
}
