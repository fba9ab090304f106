//! Where changes may be kept.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{Change, PutErrorKind, Settings, Store as Kept};
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::{builder, calls};

use crate::support::{Store, User, user};

const GRACE: Duration = Duration::from_secs(30);

async fn start(
    cache: &CacheManager,
    store: &Store,
) -> Result<gambeson::write_behind::Writer, gambeson::CacheError> {
    let settings = Settings::new().every(Duration::from_millis(1));
    store.register(cache, "users", settings).await
}

#[tokio::test]
async fn a_redis_that_may_evict_is_refused_with_a_sentence_that_says_what_to_do() {
    let server = RedisServer::with(&["--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"]);
    let cache = builder(&server.url()).build().await.expect("it starts");
    let told = start(&cache, &Store::new())
        .await
        .expect_err("it may evict")
        .to_string();
    for part in [
        "allkeys-lru",
        "67108864",
        "noeviction",
        "queue_redis",
        "queue_log",
    ] {
        assert!(told.contains(part), "{part} in: {told}");
    }
    server.command(&["CONFIG", "SET", "maxmemory-policy", "noeviction"]);
    assert!(start(&cache, &Store::new()).await.is_ok());
}

#[tokio::test]
async fn beside_a_cache_that_evicts_the_queue_has_a_redis_of_its_own() {
    let evicting = RedisServer::with(&["--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"]);
    let own = RedisServer::start();
    let cache = builder(&evicting.url())
        .queue_redis(own.url())
        .build()
        .await
        .expect("it starts");
    let store = Store::closed();
    let writer = start(&cache, &store).await.expect("it starts");
    cache
        .write_behind("users", "u:1", user(1, "Ada"))
        .await
        .expect("it is taken");
    assert_eq!((calls(&own, "xadd"), calls(&evicting, "xadd")), (1, 0));
    let other = builder(&evicting.url()).build().await.expect("it starts");
    assert_eq!(
        other.get::<User>("u:1").await,
        Some(user(1, "Ada")),
        "the entry is in the cache"
    );
    store.open();
    assert!(writer.shutdown(GRACE).await);
    assert_eq!(store.row(1).as_deref(), Some("Ada"));
}

#[tokio::test]
async fn without_a_place_there_is_no_writer_and_with_a_log_there_is() {
    let cache = CacheManager::builder().build().await.expect("it starts");
    let told = start(&cache, &Store::new())
        .await
        .expect_err("nowhere")
        .to_string();
    assert!(
        told.contains("volatile") && told.contains("queue_log"),
        "{told}"
    );
    let directory = tempfile::tempdir().expect("it is made");
    let path = directory.path().join("changes.redb");
    let cache = CacheManager::builder()
        .queue_log(&path)
        .build()
        .await
        .expect("it starts");
    let store = Store::new();
    let writer = start(&cache, &store).await.expect("it starts");
    cache
        .write_behind("users", "u:1", user(1, "Ada"))
        .await
        .expect("it is taken");
    assert!(writer.shutdown(GRACE).await);
    assert_eq!(store.row(1).as_deref(), Some("Ada"));
}

#[tokio::test]
async fn a_redis_that_is_away_takes_nothing_and_says_so() {
    let mut server = RedisServer::start();
    let cache = builder(&server.url()).build().await.expect("it starts");
    let settings = Settings::new().store(Kept::Redis);
    let writer = cache
        .register_writer("users", settings, |_: Vec<Change<User>>| async {})
        .await
        .expect("it starts");
    cache
        .write_behind("users", "u:1", user(1, "Ada"))
        .await
        .expect("it is taken");
    server.kill();
    gambeson_tests::until_state(&cache, gambeson::cache::RedisState::Down).await;
    let refused = cache.write_behind("users", "u:1", user(1, "Bob")).await;
    assert_eq!(
        refused.expect_err("it is away").kind(),
        PutErrorKind::NotTaken
    );
    drop(writer);
}

#[test]
fn outside_of_a_tokio_runtime_a_writer_is_refused_with_a_sentence() {
    let cache = ready(CacheManager::builder().build()).expect("memory needs no runtime");
    let told = ready(start(&cache, &Store::new())).expect_err("there is no runtime");
    assert!(told.to_string().contains("tokio runtime"), "{told}");
}

/// What a future gives that does not wait.
fn ready<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for what nobody would bring"),
    }
}
