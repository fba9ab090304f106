//! Back-pressure: what a put does when the queue has no room.

use std::time::Duration;

use gambeson::write_behind::{Change, PutErrorKind};
use gambeson_tests::redis_server::RedisServer;

use crate::support::{Store, User, manager, user};

macro_rules! writer {
    ($save:ident, $handle:ident, $name:literal, $on_full:ident, $wait:literal) => {
        #[gambeson::cached(
                    ttl = "10m",
                    strategy = write_behind(
                        every = "1ms", name = $name, max = 3, partitions = 1, on_full = $on_full
                    ),
                    key = "user:{user.id}",
                    wait = $wait,
                    handle = $handle
                )]
        async fn $save(store: &Store, batch: Vec<Change<User>>) -> Result<(), String> {
            store.write(&batch).await
        }
    };
}

writer!(save_rejecting, Rejecting, "rejecting", reject, "30s");
writer!(save_waiting, Waiting, "waiting", wait, "30s");
writer!(save_impatient, Impatient, "impatient", wait, "1ms");
writer!(save_through, Through, "through", write_through, "30s");

const GRACE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_full_queue_rejects_and_takes_again_when_there_is_room() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    cache
        .scope(async {
            for id in 0..3 {
                Rejecting::put(user(id, "Ada"))
                    .await
                    .expect("there is room");
            }
            let full = Rejecting::put(user(3, "Ada"))
                .await
                .expect_err("there is none");
            assert_eq!(full.kind(), PutErrorKind::Full);
            assert!(
                !cache.exists("user:3").await,
                "what was not taken is not read"
            );
            let writer = Rejecting::start(store.clone()).await.expect("it starts");
            writer.flush().await.expect("it answers");
            let again = Rejecting::put_with(full.id(), user(3, "Ada")).await;
            assert_eq!(again, Ok(full.id()));
            assert!(writer.shutdown(GRACE).await);
            assert_eq!(store.rows(), 4);
        })
        .await;
}

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(volatile, max = 1, partitions = 1, on_full = reject),
    key = "user:{user.id}",
    handle = Volatile
)]
async fn save_volatile(store: &Store, batch: Vec<Change<User>>) -> Result<(), String> {
    store.write(&batch).await
}

#[tokio::test]
async fn what_was_put_before_is_still_read_when_the_next_change_finds_no_room() {
    let cache = gambeson::CacheManager::builder()
        .build()
        .await
        .expect("the settings are good");
    cache
        .scope(async {
            Volatile::put(user(1, "Ada")).await.expect("there is room");
            let full = Volatile::put(user(1, "Bob")).await;
            let full = full.expect_err("there is none");
            assert_eq!(full.kind(), PutErrorKind::Full);
            // Its change is not written yet: a load would bring the row from before.
            let found: Option<User> = cache.get("user:1").await;
            assert_eq!(found, Some(user(1, "Ada")));
        })
        .await;
}

#[tokio::test]
async fn a_full_queue_is_waited_for_as_long_as_is_said() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    cache
        .scope(async {
            for id in 0..3 {
                Waiting::put(user(id, "Ada")).await.expect("there is room");
                Impatient::put(user(id, "Ada"))
                    .await
                    .expect("there is room");
            }
            let full = Impatient::put(user(3, "Ada"))
                .await
                .expect_err("there is none");
            assert_eq!(full.kind(), PutErrorKind::Full);
            let (put, writer) =
                tokio::join!(Waiting::put(user(3, "Ada")), Waiting::start(store.clone()));
            put.expect("room was made");
            assert!(writer.expect("it starts").shutdown(GRACE).await);
            assert_eq!(store.rows(), 4);
        })
        .await;
}

#[tokio::test]
async fn a_full_queue_that_is_written_through_returns_when_the_change_is_written() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::closed();
    cache
        .scope(async {
            let writer = Through::start(store.clone()).await.expect("it starts");
            for round in 0..3 {
                Through::put(user(1, round.to_string()))
                    .await
                    .expect("there is room");
            }
            assert_eq!(store.rows(), 0);
            let open = async { store.open() };
            let (put, ()) = tokio::join!(Through::put(user(1, "last")), open);
            put.expect("it is written");
            assert_eq!(
                store.row(1).as_deref(),
                Some("last"),
                "after those before it"
            );
            assert!(writer.shutdown(GRACE).await);
        })
        .await;
}
