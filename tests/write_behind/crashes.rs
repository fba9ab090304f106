//! Workers that are aborted, and a server that is killed: what was acknowledged is written.

use std::collections::HashMap;
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{ChangeId, Settings, Writer};
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::{PATIENCE, builder};

use crate::support::{Store, user};

async fn start(cache: &CacheManager, store: &Store) -> Writer {
    let settings = Settings::new().batch(7).every(Duration::from_millis(1));
    let settings = settings.backoff(Duration::from_millis(1), Duration::from_millis(20));
    store
        .register(cache, "users", settings)
        .await
        .expect("it starts")
}

/// Puts until it is taken, under one id.
async fn put(cache: &CacheManager, of: u64, name: u64) -> ChangeId {
    loop {
        // By hand a retry has an id of its own, so a change may be written twice, never lost.
        match cache
            .write_behind("users", format!("u:{of}"), user(of, name.to_string()))
            .await
        {
            Ok(id) => return id,
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}

fn assert_in_order(store: &Store, last: u64) {
    for id in 0..8 {
        let names: Vec<u64> = store
            .names(id)
            .iter()
            .filter_map(|name| name.parse().ok())
            .collect();
        assert!(names.is_sorted(), "user {id}: {names:?}");
        assert_eq!(names.last(), Some(&last), "user {id}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_that_are_dropped_leave_nothing_undone_and_nothing_out_of_order() {
    let server = RedisServer::start();
    let managers = [
        builder(&server.url()).build().await.expect("it starts"),
        builder(&server.url()).build().await.expect("it starts"),
    ];
    let store = Store::new();
    let mut writers: HashMap<usize, Writer> = HashMap::new();
    for (place, manager) in managers.iter().enumerate() {
        writers.insert(place, start(manager, &store).await);
    }
    for name in 0..60 {
        for id in 0..8 {
            put(&managers[usize::from(name % 2 == 0)], id, name).await;
        }
        // Now one, now the other is dropped wherever it stands, and starts again.
        let place = usize::try_from(name % 2).expect("it is small");
        drop(writers.remove(&place));
        writers.insert(place, start(&managers[place], &store).await);
    }
    for writer in writers.values() {
        let flushed = tokio::time::timeout(PATIENCE, writer.flush()).await;
        flushed.expect("it ends").expect("it answers");
    }
    assert_in_order(&store, 59);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_and_comes_back_has_every_acknowledged_change() {
    let mut server = RedisServer::with(&["--appendonly", "yes", "--appendfsync", "always"]);
    let cache = builder(&server.url()).build().await.expect("it starts");
    let store = Store::new();
    let writer = start(&cache, &store).await;
    for name in 0..30 {
        for id in 0..8 {
            put(&cache, id, name).await;
        }
        if name % 10 == 4 {
            server.restart();
        }
    }
    let flushed = async {
        while writer.flush().await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, flushed)
        .await
        .expect("it ends");
    assert_in_order(&store, 29);
}
