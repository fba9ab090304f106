//! Stores that fail, and changes that cannot be written.

use std::time::Duration;

use gambeson::write_behind::Change;
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::until;

use crate::support::{Store, User, manager, user};

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(
        every = "1ms", name = "fail", attempts = 3, backoff = "1ms", max_backoff = "2ms",
        partitions = 1
    ),
    key = "user:{user.id}",
    handle = Users
)]
async fn save(store: &Store, batch: Vec<Change<User>>) -> Result<(), String> {
    if batch
        .iter()
        .any(|change| change.value().is_some_and(|user| user.name == "panic"))
    {
        panic!("a writer that panics");
    }
    store.write(&batch).await
}

const GRACE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_store_that_fails_for_a_while_loses_nothing_and_keeps_the_order() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    store.fail(2);
    cache
        .scope(async {
            let writer = Users::start(store.clone()).await.expect("it starts");
            for round in 0..10 {
                for id in 0..5 {
                    Users::put(user(id, round.to_string()))
                        .await
                        .expect("it is taken");
                }
            }
            assert!(writer.shutdown(GRACE).await);
        })
        .await;
    for id in 0..5 {
        let names: Vec<u32> = store
            .names(id)
            .iter()
            .filter_map(|name| name.parse().ok())
            .collect();
        assert!(names.is_sorted(), "{names:?}");
        assert_eq!(names.last(), Some(&9));
    }
}

#[tokio::test]
async fn what_cannot_be_written_becomes_a_dead_letter_alone_and_is_replayed() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    store.poison("bad");
    cache
        .scope(async {
            for id in 0..40 {
                let name = if id == 17 { "bad" } else { "good" };
                Users::put(user(id, name)).await.expect("it is taken");
            }
            let writer = Users::start(store.clone()).await.expect("it starts");
            writer.flush().await.expect("it answers");
            assert_eq!(store.rows(), 39);
            let dead = Users::dead_letters().await.expect("it answers");
            let letters = dead.list(10).await.expect("it answers");
            assert_eq!(letters.len(), 1);
            let letter = &letters[0];
            assert_eq!(letter.key().as_str(), "user:17");
            assert_eq!(letter.error(), "bad cannot be written");
            assert!(letter.attempts() >= 3);
            assert_eq!(Users::depth().await.expect("it answers").dead, 1);
            store.heal();
            assert_eq!(dead.replay_all().await, Ok(1));
            writer.flush().await.expect("it answers");
            assert_eq!(store.row(17).as_deref(), Some("bad"));
            assert!(dead.list(10).await.expect("it answers").is_empty());
            assert!(writer.shutdown(GRACE).await);
        })
        .await;
}

#[tokio::test]
async fn what_was_overtaken_in_the_batch_is_written_when_the_later_one_is_given_up() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    store.poison("bad");
    cache
        .scope(async {
            Users::put(user(1, "first")).await.expect("it is taken");
            Users::put(user(1, "bad")).await.expect("it is taken");
            let writer = Users::start(store.clone()).await.expect("it starts");
            assert!(writer.shutdown(GRACE).await);
            assert_eq!(store.row(1).as_deref(), Some("first"));
        })
        .await;
}

#[tokio::test]
async fn a_writer_that_panics_is_one_that_fails() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    cache
        .scope(async {
            Users::put(user(1, "panic")).await.expect("it is taken");
            Users::put(user(2, "good")).await.expect("it is taken");
            let writer = Users::start(store.clone()).await.expect("it starts");
            assert!(writer.shutdown(GRACE).await);
            let dead = Users::dead_letters().await.expect("it answers");
            let letters = dead.list(10).await.expect("it answers");
            assert_eq!(letters[0].error(), "it panicked: a writer that panics");
            assert_eq!(store.row(2).as_deref(), Some("good"));
            let places = letters
                .iter()
                .map(gambeson::write_behind::DeadLetter::place);
            assert_eq!(dead.discard(places).await, Ok(1));
        })
        .await;
}

#[tokio::test]
async fn a_value_of_another_version_becomes_a_dead_letter_at_once() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    cache
        .scope(async {
            let writer = Users::start(store.clone()).await.expect("it starts");
            // As a program of another version would: under the same name, another type.
            cache
                .write_behind("fail", "user:9", "text".to_owned())
                .await
                .expect("it is taken");
            Users::put(user(1, "good")).await.expect("it is taken");
            writer.flush().await.expect("it answers");
            until("it is buried", || store.rows() == 1).await;
            let dead = Users::dead_letters().await.expect("it answers");
            let letters = dead.list(10).await.expect("it answers");
            assert!(letters[0].error().starts_with("its value cannot be read"));
            assert_eq!(letters[0].json(), Some(&b"\"text\""[..]));
            assert!(writer.shutdown(GRACE).await);
        })
        .await;
}
