//! Rows that are read while their change waits: nobody keeps them once it is written.

use std::convert::Infallible;
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{Settings, Store as Kept, Writer};
use gambeson_tests::builder;
use gambeson_tests::redis_server::RedisServer;

use crate::support::{Store, User, user};

const KEY: &str = "u:1";

async fn start(cache: &CacheManager, store: &Store, kept: Kept) -> Writer {
    let settings = Settings::new().every(Duration::from_millis(1)).store(kept);
    let started = store.register(cache, "users", settings).await;
    started.expect("it starts")
}

/// The name of the row, through a cache.
async fn read(cache: &CacheManager, store: &Store) -> String {
    let load = async { Ok::<_, Infallible>(user(1, store.row(1).unwrap_or_default())) };
    let Ok(user) = cache.get_or_load(KEY, Duration::from_secs(600), load).await;
    user.name
}

async fn put(cache: &CacheManager, name: &str) {
    let put = cache.write_behind("users", KEY, user(1, name)).await;
    put.expect("it is taken");
}

/// A key is invalidated, and read by all, while its change waits.
async fn assert_no_old_row_is_kept(caches: &[CacheManager], kept: Kept) {
    let [cache, ..] = caches else {
        panic!("somebody reads");
    };
    let store = Store::closed();
    let writer = start(cache, &store, kept).await;
    put(cache, "new").await;
    for reader in caches {
        assert_eq!(read(reader, &store).await, "new", "whoever put it reads it");
    }
    cache.delete_many([KEY]).await.expect("it is told");
    for reader in caches {
        assert_eq!(read(reader, &store).await, "", "the row is as it was");
        assert_eq!(read(reader, &store).await, "", "and it is kept");
    }
    store.open();
    writer.flush().await.expect("it answers");
    for reader in caches {
        // A reader in another process is told in a moment.
        let begun = std::time::Instant::now();
        while read(reader, &store).await != "new" {
            assert!(begun.elapsed() < gambeson_tests::PATIENCE, "it is kept");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn in_redis() {
    let server = RedisServer::start();
    let caches = [
        builder(&server.url()).build().await.expect("it starts"),
        builder(&server.url()).build().await.expect("it starts"),
    ];
    assert_no_old_row_is_kept(&caches, Kept::Redis).await;
}

#[tokio::test]
async fn in_a_redis_beside_the_queue() {
    let (entries, queue) = (RedisServer::start(), RedisServer::start());
    let cache = builder(&entries.url()).queue_redis(queue.url());
    let caches = [
        cache.build().await.expect("it starts"),
        builder(&entries.url()).build().await.expect("it starts"),
    ];
    assert_no_old_row_is_kept(&caches, Kept::Redis).await;
}

#[tokio::test]
async fn in_memory_alone() {
    let directory = tempfile::tempdir().expect("it is made");
    let cache = CacheManager::builder().queue_log(directory.path().join("log.redb"));
    let cache = cache.build().await.expect("it starts");
    assert_no_old_row_is_kept(&[cache], Kept::Local).await;
    let cache = CacheManager::builder().build().await.expect("it starts");
    assert_no_old_row_is_kept(&[cache], Kept::Volatile).await;
}

#[tokio::test]
async fn what_changes_have_put_stays_when_they_are_written() {
    let server = RedisServer::start();
    let (cache, reader) = (
        builder(&server.url()).build().await.expect("it starts"),
        builder(&server.url()).build().await.expect("it starts"),
    );
    let memory = CacheManager::builder().build().await.expect("it starts");
    for (cache, reader, kept) in [
        (&cache, &reader, Kept::Redis),
        (&memory, &memory, Kept::Volatile),
    ] {
        let store = Store::closed();
        let writer = start(cache, &store, kept).await;
        put(cache, "first").await;
        put(cache, "second").await;
        assert_eq!(read(reader, &store).await, "second");
        store.open();
        writer.flush().await.expect("it answers");
        let entry: Option<User> = reader.get(KEY).await;
        assert_eq!(entry, Some(user(1, "second")), "nobody has loaded it");
        assert!(writer.shutdown(Duration::from_secs(30)).await);
    }
}

#[tokio::test]
async fn a_load_that_is_under_way_when_its_change_is_written_is_not_kept() {
    let server = RedisServer::start();
    let cache = builder(&server.url()).build().await.expect("it starts");
    let store = Store::closed();
    let writer = start(&cache, &store, Kept::Redis).await;
    put(&cache, "new").await;
    cache.delete_many([KEY]).await.expect("it is told");
    let reader = builder(&server.url()).build().await.expect("it starts");
    let (began, end) = (tokio::sync::Notify::new(), tokio::sync::Notify::new());
    let load = async {
        let row = store.row(1).unwrap_or_default();
        began.notify_one();
        end.notified().await;
        Ok::<_, Infallible>(user(1, row))
    };
    let loading = reader.get_or_load(KEY, Duration::from_secs(600), load);
    let written = async {
        began.notified().await;
        store.open();
        writer.flush().await.expect("it answers");
        end.notify_one();
    };
    let (Ok(loaded), ()) = tokio::join!(loading, written);
    assert_eq!(loaded.name, "", "its caller asked before");
    assert_eq!(read(&reader, &store).await, "new");
}
