//! Queues that are not where the entry is: between the change and its entry lies a step.

use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{ChangeId, Settings, Store as Kept, Writer};
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::{PATIENCE, builder};

use crate::support::{Store, User, user};

async fn start(cache: &CacheManager, store: &Store, kept: Kept) -> Writer {
    let settings = Settings::new().every(Duration::from_millis(1)).store(kept);
    let started = store.register(cache, "users", settings).await;
    started.expect("it starts")
}

#[tokio::test]
async fn who_dies_while_the_queue_takes_a_change_leaves_no_old_entry() {
    let (entries, queue) = (RedisServer::start(), RedisServer::start());
    let cache = builder(&entries.url()).queue_redis(queue.url());
    let cache = cache.build().await.expect("it starts");
    let other = builder(&entries.url()).build().await.expect("it starts");
    let writer = start(&cache, &Store::closed(), Kept::Redis).await;
    let put = |name: &'static str| cache.write_behind("users", "u:1", user(1, name));
    put("old").await.expect("it is taken");
    assert_eq!(other.get::<User>("u:1").await, Some(user(1, "old")));
    queue.pause();
    {
        let cut_off = put("new");
        let mut cut_off = std::pin::pin!(cut_off);
        // It is on its way to the queue, and its caller dies there.
        while gambeson_tests::calls(&entries, "setrange") == 0 {
            let polled = tokio::time::timeout(Duration::from_millis(5), cut_off.as_mut());
            assert!(polled.await.is_err(), "the queue does not answer");
        }
    }
    queue.resume();
    // The other process's memory is told in a moment.
    let begun = std::time::Instant::now();
    while other.get::<User>("u:1").await.is_some() {
        assert!(
            begun.elapsed() < PATIENCE,
            "a newer one may be in the queue"
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    drop(writer);
}

#[tokio::test]
async fn a_change_that_was_taken_before_does_not_bring_its_value_back() {
    let directory = tempfile::tempdir().expect("it is made");
    let server = RedisServer::start();
    let cache = builder(&server.url()).queue_log(directory.path().join("log.redb"));
    let cache = cache.build().await.expect("it starts");
    let store = Store::new();
    let writer = start(&cache, &store, Kept::Local).await;
    let first = ChangeId::new();
    let put = |id, name: &'static str| cache.write_behind_with(id, "users", "u:1", user(1, name));
    put(first, "first").await.expect("it is taken");
    put(ChangeId::new(), "second").await.expect("it is taken");
    put(first, "first").await.expect("it was taken before");
    let read = cache.get::<User>("u:1").await;
    assert_ne!(read, Some(user(1, "first")), "a later change came since");
    writer.flush().await.expect("it answers");
    assert_eq!(store.row(1).as_deref(), Some("second"));
}

#[tokio::test]
async fn an_invalidation_while_the_queue_takes_a_change_leaves_nothing_that_is_older() {
    let (entries, queue) = (RedisServer::start(), RedisServer::start());
    let cache = builder(&entries.url()).queue_redis(queue.url());
    let cache = cache.build().await.expect("it starts");
    let other = builder(&entries.url()).build().await.expect("it starts");
    let store = Store::new();
    let writer = start(&cache, &store, Kept::Redis).await;
    cache
        .write_behind("users", "u:1", user(1, "old"))
        .await
        .expect("it is taken");
    queue.pause();
    let putting = tokio::spawn({
        let cache = cache.clone();
        async move { cache.write_behind("users", "u:1", user(1, "new")).await }
    });
    gambeson_tests::until("it is held", || {
        gambeson_tests::calls(&entries, "setrange") > 0
    })
    .await;
    other.delete_many(["u:1"]).await.expect("it answers");
    queue.resume();
    putting.await.expect("it ends").expect("it is taken");
    // The put has waited for the writer, because nobody could know whose value was the last.
    assert_eq!(store.row(1).as_deref(), Some("new"));
    assert_eq!(other.get::<User>("u:1").await, None);
    drop(writer);
}
