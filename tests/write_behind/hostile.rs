//! Names, keys and values that nobody would choose.

use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{Change, Settings, Store as Kept};
use gambeson_tests::builder;
use gambeson_tests::redis_server::RedisServer;

use crate::support::{Store, User, user};

const MEGABYTE: usize = 1 << 20;

/// A manager for each place that changes may be kept in.
async fn places(server: &RedisServer, log: &std::path::Path) -> Vec<(Kept, CacheManager)> {
    let mut places = Vec::new();
    for kept in [Kept::Redis, Kept::Local, Kept::Volatile] {
        let cache = builder(&server.url()).queue_log(log.join("log.redb"));
        let cache = cache.response_timeout(Duration::from_secs(10));
        places.push((kept, cache.build().await.expect("it starts")));
    }
    places
}

#[tokio::test]
async fn a_dead_letter_of_ten_megabytes_is_listed_replayed_and_written() {
    let server = RedisServer::start();
    let directory = tempfile::tempdir().expect("it is made");
    for (kept, cache) in places(&server, directory.path()).await {
        let name = "x".repeat(10 * MEGABYTE);
        let store = Store::new();
        store.poison(&name);
        let settings = Settings::new().store(kept).attempts(1);
        let settings = settings.every(Duration::from_millis(1));
        let write = {
            let store = store.clone();
            move |batch: Vec<Change<User>>| {
                let store = store.clone();
                async move { store.write(&batch).await }
            }
        };
        let writer = cache.register_writer("users", settings, write).await;
        let writer = writer.expect("it starts");
        let put = cache.write_behind("users", format!("{kept:?}:1"), user(1, &name));
        put.await.expect("it is taken");
        writer.flush().await.expect("it answers");
        let dead = cache.dead_letters("users").expect("it is registered");
        let letters = dead.list(10).await.expect("it answers");
        assert_eq!(letters.len(), 1, "{kept:?}");
        store.heal();
        let replayed = dead.replay_all().await;
        assert_eq!(replayed.expect("it answers"), 1, "{kept:?}");
        writer.flush().await.expect("it answers");
        assert_eq!(store.row(1).map(|name| name.len()), Some(10 * MEGABYTE));
    }
}

#[tokio::test]
async fn names_and_keys_of_any_characters_stay_apart() {
    let server = RedisServer::start();
    let directory = tempfile::tempdir().expect("it is made");
    for (kept, cache) in places(&server, directory.path()).await {
        let mut writers = Vec::new();
        for name in ["", "{", "}", "_", "%", "%7B", "\0", "\u{1f600}", "a{b}c"] {
            let store = Store::new();
            let write = {
                let store = store.clone();
                move |batch: Vec<Change<User>>| {
                    let store = store.clone();
                    async move { store.write(&batch).await }
                }
            };
            let settings = Settings::new().store(kept).every(Duration::from_millis(1));
            let writer = cache.register_writer(name, settings, write).await;
            writers.push((name, store, writer.expect("it starts")));
        }
        let keys = [
            "",
            "\0",
            "a\r\nb",
            "\u{feff}",
            "{}",
            "*",
            &"k".repeat(100_000),
        ];
        for (name, ..) in &writers {
            for (id, key) in (0..).zip(keys) {
                let put = cache.write_behind(name, key, user(id, format!("{name}/{id}")));
                put.await.expect("it is taken");
            }
        }
        for (name, store, writer) in &writers {
            writer.flush().await.expect("it answers");
            assert_eq!(store.writes(), keys.len(), "{kept:?} {name:?}");
            assert_eq!(store.row(1), Some(format!("{name}/1")), "{kept:?}");
        }
    }
}
