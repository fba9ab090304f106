//! The cache behind sentinels: the master is found by its name, and a fail-over is an outage after
//! which nothing of before is served.

use std::time::Duration;

use gambeson::CacheManager;
use gambeson::cache::RedisState;
use gambeson_tests::redis_server::WatchedRedis;
use gambeson_tests::{Truth, builder, until_state};

async fn manager(url: &str) -> CacheManager {
    let manager = builder(url)
        // As long as both take to find the new master.
        .settle(Duration::from_millis(500))
        .build()
        .await
        .expect("the settings are good");
    until_state(&manager, RedisState::Up).await;
    manager
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_death_of_the_master_the_replica_is_used_and_nothing_is_stale() {
    let mut watched = WatchedRedis::start();
    let (one, other) = (manager(&watched.url()).await, manager(&watched.url()).await);
    let truth = Truth::new(2);
    truth.until_hit(&one, 0, 0).await;
    truth.until_hit(&other, 1, 0).await;
    watched.master().kill();
    until_state(&one, RedisState::Down).await;
    // The replica has the old value, and nobody can tell it.
    let version = truth.write(0);
    let removed = one.delete_many(["k:0"]).await.expect("it is remembered");
    assert_eq!(removed.remembered, 1);
    tokio::task::block_in_place(|| watched.wait_until_the_replica_is_master());
    for cache in [&one, &other] {
        until_state(cache, RedisState::Up).await;
        truth.until_hit(cache, 0, version).await;
    }
    truth.until_hit(&other, 1, 0).await;
    assert!(watched.replica().command(&["DBSIZE"]).int() > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_stale_through_a_fail_over_under_reads_and_invalidations() {
    let watched = WatchedRedis::start();
    let mut caches = Vec::new();
    for _ in 0..2 {
        caches.push(manager(&watched.url()).await);
    }
    let truth = Truth::new(50);
    let tasks: Vec<_> = (1..)
        .zip(caches.iter().cycle())
        .take(8)
        .map(|(seed, cache)| tokio::spawn(truth.clone().work(cache.clone(), seed * 7_919)))
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    tokio::task::block_in_place(|| watched.fail_over());
    // Both write to the new master by then.
    for (number, cache) in caches.iter().enumerate() {
        let name = format!("mark:{number}");
        loop {
            // Refused by a server that is no master any more, it is remembered.
            _ = cache
                .set(name.clone(), 1_u64, Duration::from_secs(60))
                .await;
            let set = watched.replica().command(&["EXISTS", &format!("t:{name}")]);
            let role = watched.replica().command(&["INFO", "replication"]).text();
            if set.int() == 1 && role.contains("role:master") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        until_state(cache, RedisState::Up).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    truth.end();
    let mut seen = gambeson_tests::Seen::default();
    for task in tasks {
        seen = seen.and(task.await.expect("a task does not panic"));
    }
    println!("{seen:?}");
    assert_eq!(seen.stale, 0, "{seen:?}");
    assert!(seen.hits > 0 && seen.removed > 0, "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_no_sentinel_knows_is_said_and_so_is_one_that_is_missing() {
    let watched = WatchedRedis::start();
    let unknown = watched.url().replace("/main", "/other");
    let error = builder(&unknown).require_redis().build().await;
    let error = error.expect_err("no sentinel knows it").to_string();
    assert!(error.contains("`other`"), "{error}");
    let without = watched.url().replace("/main", "");
    let error = builder(&without).build().await;
    let error = error.expect_err("there is no name").to_string();
    assert!(
        error.contains("redis+sentinel://host:26379,host:26379/name"),
        "{error}"
    );
}
