//! Slots that move from node to node.

use gambeson_tests::Truth;
use gambeson_tests::redis_server::RedisCluster;

use super::{begin, end, key_of, keys_of, manager, meanwhile, slot};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slot_on_its_way_is_followed_by_reads_loads_and_invalidations() {
    let cluster = RedisCluster::start();
    let (one, other) = (
        manager(&cluster.urls()).await,
        manager(&cluster.urls()).await,
    );
    let truth = Truth::new(100);
    let key = key_of(&cluster, 0);
    truth.read(&one, key).await;
    assert!(truth.read(&other, key).await.1);
    tokio::task::block_in_place(|| {
        let at = tokio::runtime::Handle::current();
        cluster.move_slot(slot(&cluster, key), 0, 1, || {
            at.block_on(async {
                // It has gone ahead: only the new owner has it, and what it took along is a miss.
                assert_eq!(truth.read(&one, key).await, (0, false));
                truth.until_hit(&other, key, 0).await;
                let version = truth.write(key);
                let removed = one.delete_many([format!("k:{key}")]).await;
                assert_eq!(removed.expect("both are there").remembered, 0);
                assert_eq!(truth.read(&other, key).await, (version, false));
                truth.until_hit(&one, key, version).await;
            });
        });
    });
    let version = truth.write(key);
    let removed = other.delete_many([format!("k:{key}")]).await;
    assert_eq!(removed.expect("both are there").remembered, 0);
    // What a load brings while a manager learns where the slot is now need not be kept.
    assert_eq!(truth.read(&one, key).await, (version, false));
    truth.until_hit(&other, key, version).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_stale_while_slots_move_to_and_fro_under_reads_and_invalidations() {
    let cluster = RedisCluster::start();
    let mut caches = Vec::new();
    for _ in 0..3 {
        caches.push(manager(&cluster.urls()).await);
    }
    let truth = Truth::new(100);
    let moving: Vec<_> = keys_of(&cluster, 0)
        .take(4)
        .map(|key| slot(&cluster, key))
        .collect();
    let tasks = begin(&truth, &caches);
    meanwhile().await;
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        for slot in &moving {
            tokio::task::block_in_place(|| cluster.move_slot(*slot, from, to, || {}));
        }
        meanwhile().await;
    }
    let seen = end(&truth, tasks).await;
    assert_eq!(seen.stale, 0, "{seen:?}");
    assert!(seen.hits > 0 && seen.removed > 0, "{seen:?}");
    assert_eq!(seen.remembered, 0, "every node was there: {seen:?}");
}
