//! What an attribute makes of a function: the three forms of writers, and what callers see.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{Change, ChangeId, Settings, Store as Kept};
use gambeson_tests::redis_server::RedisServer;

use crate::support::{Store, User, manager, user};

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(batch = 100, every = "5ms", name = "users"),
    key = "user:{user.id}",
    handle = Users
)]
async fn save(store: &Store, batch: Vec<Change<User>>) -> Result<(), String> {
    store.write(&batch).await
}

static LOADS: AtomicU64 = AtomicU64::new(0);

#[gambeson::cached(ttl = "10m", key = "user:{id}", skip(store))]
async fn find(store: &Store, id: u64) -> Result<Option<User>, String> {
    LOADS.fetch_add(1, Ordering::Relaxed);
    Ok(store.row(id).map(|name| user(id, name)))
}

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(volatile, every = "1ms", partitions = 1),
    key = "one:{user.id}",
    handle = OneByOne
)]
async fn save_change(change: Change<User>, store: Store) -> Result<(), String> {
    store.write(&[change]).await
}

#[gambeson::cached(
    ttl = never,
    strategy = write_behind(volatile, every = "1ms"),
    key = "value:{user.id}/{user.name:lower}",
    handle = Values
)]
async fn save_value(user: User, store: Store) -> Result<(), String> {
    let key = format!("value:{}", user.id);
    store.write(&[Change::put(key, user)]).await
}

const GRACE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn what_is_put_is_read_back_before_it_is_written_and_written_then() {
    let server = RedisServer::start();
    let (here, there) = (manager(&server).await, manager(&server).await);
    let store = Store::closed();
    let writer = here
        .scope(Users::start(store.clone()))
        .await
        .expect("it starts");
    here.scope(Users::put(user(42, "Ada")))
        .await
        .expect("it is taken");
    for manager in [&here, &there] {
        let found = manager.scope(find(&store, 42)).await;
        assert_eq!(
            found,
            Ok(Some(user(42, "Ada"))),
            "read back before it is written"
        );
    }
    assert_eq!(store.rows(), 0);
    let depth = writer.depth().await.expect("it answers");
    assert_eq!((depth.waiting, depth.dead), (1, 0));
    store.open();
    writer.flush().await.expect("it answers");
    assert_eq!(store.row(42).as_deref(), Some("Ada"));
    assert_eq!(writer.depth().await.expect("it answers").waiting, 0);
    assert!(writer.shutdown(GRACE).await);
}

#[tokio::test]
async fn what_is_deleted_is_gone_for_readers_at_once_and_in_the_store_then() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    cache
        .scope(async {
            let writer = Users::start(store.clone()).await.expect("it starts");
            Users::put(user(7, "Ada")).await.expect("it is taken");
            Users::flush().await.expect("it answers");
            assert_eq!(store.row(7).as_deref(), Some("Ada"));
            Users::delete(7_u64).await.expect("it is taken");
            assert_eq!(find(&store, 7).await, Ok(None));
            assert!(writer.shutdown(GRACE).await);
            assert_eq!(store.row(7), None);
            assert_eq!(find(&store, 7).await, Ok(None));
        })
        .await;
}

#[tokio::test]
async fn a_change_under_the_same_id_is_one_change() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    cache
        .scope(async {
            let id = ChangeId::new();
            for _ in 0..3 {
                let put = Users::put_with(id, user(1, "Ada")).await;
                assert_eq!(put, Ok(id));
            }
            let writer = Users::start(store.clone()).await.expect("it starts");
            Users::flush().await.expect("it answers");
            assert_eq!(
                Users::put_with(id, user(1, "Ada")).await,
                Ok(id),
                "written by now"
            );
            assert!(writer.shutdown(GRACE).await);
            assert_eq!(store.writes(), 1);
        })
        .await;
}

#[tokio::test]
async fn a_change_that_is_put_again_does_not_bring_its_value_back_over_a_later_one() {
    let server = RedisServer::start();
    let in_memory = gambeson::CacheManager::builder().build().await;
    for cache in [manager(&server).await, in_memory.expect("it starts")] {
        let settings = Settings::new().store(match cache.health().await.redis {
            Some(_) => Kept::Redis,
            None => Kept::Volatile,
        });
        let writer = cache
            .register_writer("again", settings, |_: Vec<Change<User>>| async {})
            .await
            .expect("it starts");
        let id = ChangeId::new();
        let ada = cache.write_behind_with(id, "again", "user:1", user(1, "Ada"));
        assert_eq!(ada.await, Ok(id));
        let bob = cache.write_behind("again", "user:1", user(1, "Bob")).await;
        bob.expect("it is taken");
        let ada = cache.write_behind_with(id, "again", "user:1", user(1, "Ada"));
        assert_eq!(ada.await, Ok(id));
        let found: Option<User> = cache.get("user:1").await;
        assert_eq!(found, Some(user(1, "Bob")));
        assert!(writer.shutdown(Duration::MAX).await);
    }
}

#[tokio::test]
async fn the_last_of_a_key_wins_in_a_batch_and_batches_are_as_large_as_they_may() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    cache
        .scope(async {
            for name in 0..50 {
                Users::put(user(1, name.to_string()))
                    .await
                    .expect("it is taken");
            }
            let writer = Users::start(store.clone()).await.expect("it starts");
            assert!(writer.shutdown(GRACE).await);
            assert_eq!(store.names(1), ["49"]);
            assert_eq!(store.batches(), [1]);
        })
        .await;
}

#[tokio::test]
async fn a_writer_of_one_change_and_one_of_values_are_given_them_in_order() {
    let cache = CacheManager::builder().build().await.expect("it starts");
    let (changes, values) = (Store::new(), Store::new());
    cache
        .scope(async {
            let one = OneByOne::start(changes.clone()).await.expect("it starts");
            let two = Values::start(values.clone()).await.expect("it starts");
            for id in 0..20 {
                OneByOne::put(user(id, "Ada")).await.expect("it is taken");
                Values::put(user(id, "Ada")).await.expect("it is taken");
            }
            OneByOne::delete(3_u64).await.expect("it is taken");
            assert!(one.shutdown(GRACE).await && two.shutdown(GRACE).await);
            assert_eq!(changes.row(3), None);
            assert_eq!((changes.rows(), values.rows()), (19, 20));
            assert!(cache.exists("value:7/ada").await);
        })
        .await;
}

#[tokio::test]
async fn a_second_writer_of_a_name_is_refused_until_the_first_has_ended() {
    let cache = CacheManager::builder().build().await.expect("it starts");
    cache
        .scope(async {
            let first = OneByOne::start(Store::new()).await.expect("it starts");
            let second = OneByOne::start(Store::new()).await;
            let told = second.expect_err("there is one").to_string();
            assert!(told.contains("one writer of a name"), "{told}");
            assert!(first.shutdown(GRACE).await);
            drop(OneByOne::start(Store::new()).await.expect("it starts"));
        })
        .await;
}

#[tokio::test]
async fn by_hand_a_writer_is_registered_under_a_name() {
    let server = RedisServer::start();
    let cache = manager(&server).await;
    let store = Store::new();
    let missing = cache.write_behind("people", "p:1", user(1, "Ada")).await;
    let told = missing.expect_err("there is none").to_string();
    assert!(told.contains("no writer `people` is registered"), "{told}");
    let settings = gambeson::write_behind::Settings::new().every(Duration::from_millis(1));
    let to = store.clone();
    let writer = cache
        .register_writer("people", settings, move |batch: Vec<Change<User>>| {
            let to = to.clone();
            async move { to.write(&batch).await }
        })
        .await
        .expect("it starts");
    cache
        .write_behind("people", "p:1", user(1, "Ada"))
        .await
        .expect("it is taken");
    assert_eq!(cache.get::<User>("p:1").await, Some(user(1, "Ada")));
    assert!(writer.shutdown(GRACE).await);
    assert_eq!(store.row(1).as_deref(), Some("Ada"));
}
