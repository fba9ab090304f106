//! Writers that hang or panic, and runtimes that end between a put and its write.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{Change, PutErrorKind, Settings, Store as Kept, Writer};
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::{Events, PATIENCE, builder, until};
use serde::{Deserialize, Serialize};
use tokio::runtime::{Builder, Runtime};

use crate::support::{Store, User, user};

const GRACE: Duration = Duration::from_secs(30);

fn settings(kept: Kept) -> Settings {
    let backoff = Duration::from_millis(1);
    Settings::new()
        .store(kept)
        .partitions(2)
        .attempts(3)
        .every(Duration::from_millis(1))
        .backoff(backoff, backoff)
}

async fn start(cache: &CacheManager, kept: Kept, store: &Store) -> Writer {
    let writer = store.register(cache, "users", settings(kept)).await;
    writer.expect("it starts")
}

async fn put(cache: &CacheManager, id: u64, name: &str) {
    let put = cache.write_behind("users", format!("u:{id}"), user(id, name));
    put.await.expect("it is taken");
}

fn runtime() -> Runtime {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.expect("a runtime")
}

#[test]
fn what_was_put_before_the_runtime_ended_is_written_in_the_next_one() {
    for kept in [Kept::Local, Kept::Volatile] {
        let dir = tempfile::tempdir().expect("a directory");
        let first = runtime();
        let store = Store::closed();
        let (cache, forgotten) = first.block_on(async {
            let log = dir.path().join("queue.redb");
            let cache = CacheManager::builder().queue_log(log).build().await;
            let cache = cache.expect("the settings are good");
            let writer = start(&cache, kept, &store).await;
            for id in 0..10 {
                put(&cache, id, "Ada").await;
            }
            (cache, writer)
        });
        drop(first);
        assert_eq!(store.rows(), 0);
        store.open();
        runtime().block_on(async {
            // Without workers nobody writes.
            put(&cache, 10, "Bob").await;
            assert_eq!(store.rows(), 0);
            let writer = start(&cache, kept, &store).await;
            assert!(writer.shutdown(GRACE).await);
        });
        assert_eq!(store.rows(), 11, "{kept:?}");
        drop(forgotten);
    }
}

#[test]
fn what_was_put_into_the_stream_before_the_runtime_ended_is_written_by_a_manager_of_the_next_one() {
    let server = RedisServer::start();
    let (first, store) = (runtime(), Store::closed());
    let (cache, _forgotten) = first.block_on(async {
        let cache = builder(&server.url()).build().await.expect("it starts");
        let writer = start(&cache, Kept::Redis, &store).await;
        for id in 0..10 {
            put(&cache, id, "Ada").await;
        }
        (cache, writer)
    });
    drop(first);
    store.open();
    runtime().block_on(async {
        // The links of the old manager have ended with its runtime: it says so, and does not hang.
        let old = cache.write_behind("users", "u:1", user(1, "Bob"));
        let old = tokio::time::timeout(PATIENCE, old).await;
        let error = old.expect("it answers").expect_err("there is no link");
        assert_ne!(error.kind(), PutErrorKind::Full);
        let cache = builder(&server.url()).build().await.expect("it starts");
        let writer = start(&cache, Kept::Redis, &store).await;
        assert!(writer.shutdown(GRACE).await);
    });
    assert_eq!(store.rows(), 10);
}

#[tokio::test]
async fn a_writer_that_hangs_stops_nobody_from_putting_and_from_ending() {
    for kept in [Kept::Local, Kept::Volatile] {
        let dir = tempfile::tempdir().expect("a directory");
        let log = dir.path().join("queue.redb");
        let cache = CacheManager::builder().queue_log(log).build().await;
        let cache = cache.expect("the settings are good");
        let begun = Arc::new(AtomicUsize::new(0));
        let hanging = {
            let begun = begun.clone();
            move |_: Vec<Change<User>>| {
                begun.fetch_add(1, Ordering::SeqCst);
                std::future::pending::<Result<(), String>>()
            }
        };
        let writer = cache.register_writer("users", settings(kept), hanging);
        let writer = writer.await.expect("it starts");
        put(&cache, 1, "Ada").await;
        until("the write begins", || begun.load(Ordering::SeqCst) == 1).await;
        for id in 2..20 {
            put(&cache, id, "Bob").await;
        }
        assert!(
            !writer.shutdown(Duration::from_millis(10)).await,
            "{kept:?}"
        );
        let store = Store::new();
        let writer = start(&cache, kept, &store).await;
        assert!(writer.shutdown(GRACE).await, "{kept:?}");
        assert_eq!(store.rows(), 19, "{kept:?}");
    }
}

/// Its bytes can be read by nobody, and to try is a panic.
#[derive(Debug, Clone, Serialize)]
struct Bomb(u64);

impl<'de> Deserialize<'de> for Bomb {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(from)?;
        assert!(number != 3, "it goes off");
        Ok(Self(number))
    }
}

#[tokio::test]
async fn panics_of_the_writer_and_of_what_it_is_given_are_failures_of_that_change_alone() {
    let events = Events::listen();
    let cache = CacheManager::builder().build().await.expect("it starts");
    let written = Arc::new(AtomicUsize::new(0));
    let write = {
        let written = written.clone();
        move |batch: Vec<Change<Bomb>>| {
            let numbers: Vec<u64> = batch
                .iter()
                .filter_map(|change| Some(change.value()?.0))
                .collect();
            // Once where it is called, and once in the future.
            assert!(!numbers.contains(&5), "before its future");
            let written = written.clone();
            async move {
                assert!(!numbers.contains(&7), "in its future");
                written.fetch_add(numbers.len(), Ordering::SeqCst);
            }
        }
    };
    let writer = cache.register_writer("bombs", settings(Kept::Volatile).partitions(1), write);
    let writer = writer.await.expect("it starts");
    for number in 0..10 {
        let put = cache.write_behind("bombs", format!("b:{number}"), Bomb(number));
        put.await.expect("it is taken");
    }
    let flushed = tokio::time::timeout(PATIENCE, writer.flush()).await;
    flushed.expect("it ends").expect("it answers");
    assert_eq!(written.load(Ordering::SeqCst), 7);
    let dead = cache.dead_letters("bombs").expect("it is there");
    let mut keys: Vec<String> = Vec::new();
    for letter in dead.list(100).await.expect("it answers") {
        keys.push(format!("{} {}", letter.key(), letter.error()));
    }
    keys.sort();
    let panicked = [
        "b:3 to read its value panicked: it goes off",
        "b:5 it panicked: before its future",
        "b:7 it panicked: in its future",
    ];
    assert_eq!(keys, panicked);
    assert_eq!(
        events
            .at(tracing::Level::ERROR, "a change is given up")
            .len(),
        3
    );
    assert!(writer.shutdown(GRACE).await);
}
