//! With a redis-server of the test's own: two instances share it, and it may die.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::test::ManualClock;
use service::drive::client::Client;
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::redis_server::RedisServer;
use crate::support::Running;

/// How long something may take on a busy machine that takes a second on an idle one.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the service lets memory keep what Redis has.
const MEMORY_TTL: Duration = Duration::from_mins(1);

/// An instance over the same Redis and the same database file as others, whose memory ages by hand.
pub(crate) async fn instance(
    redis: &RedisServer,
    data: &Arc<TempDir>,
    clock: &ManualClock,
) -> Running {
    let cache = CacheManager::builder()
        .redis(redis.url())
        .require_redis()
        // A time-out of a busy machine would count as an outage.
        .response_timeout(Duration::from_secs(10))
        .clock(clock.clone())
        .build()
        .await
        .expect("Redis is there");
    Running::with(cache, Arc::clone(data)).await
}

#[tokio::test]
async fn what_one_instance_has_loaded_the_other_finds_in_redis() {
    let redis = RedisServer::start();
    let data = Arc::new(TempDir::new().expect("a directory"));
    let clock = ManualClock::new();
    let mut one = instance(&redis, &data, &clock).await;
    let mut other = instance(&redis, &data, &clock).await;
    for path in [
        "/airports/KEF",
        "/countries/IS/airports",
        "/nearest?lat=64.13&lon=-21.94",
        "/search?q=keflavik",
        "/airports/ZZZZ",
    ] {
        assert_eq!(
            one.status(path).await,
            "gambeson; fwd=miss; stored",
            "{path}"
        );
        let first = other.status(path).await;
        assert!(first.starts_with("gambeson; hit; ttl="), "{path}: {first}");
        assert!(first.ends_with("; detail=redis"), "{path}: {first}");
        let second = other.status(path).await;
        assert!(second.ends_with("; detail=memory"), "{path}: {second}");
        assert_eq!(
            one.get(path).await.body,
            other.get(path).await.body,
            "{path}"
        );
    }
    // Readable, for whoever looks with redis-cli.
    let key = "gambeson:airport:KEF";
    assert_eq!(
        redis.command(&["EXISTS", key]),
        crate::redis_server::Reply::Int(1)
    );
    one.stop().await;
    other.stop().await;
}

#[tokio::test]
async fn an_edit_by_one_instance_is_seen_by_the_other_at_once() {
    let redis = RedisServer::start();
    let data = Arc::new(TempDir::new().expect("a directory"));
    let clock = ManualClock::new();
    let mut one = instance(&redis, &data, &clock).await;
    let mut other = instance(&redis, &data, &clock).await;
    let paths = [
        "/airports/KEF",
        "/airports/BIKF",
        "/countries/IS/airports?size=100",
        "/nearest?lat=63.98&lon=-22.6",
        "/search?q=reykjavik",
    ];
    for path in paths {
        one.get(path).await;
        assert!(!other.get(path).await.text().contains("Leifur"), "{path}");
    }
    let edit = one.patch("/airports/KEF", r#"{"name": "Leifur"}"#).await;
    assert_eq!(edit.status, 200, "{}", edit.text());
    for path in paths {
        assert!(one.get(path).await.text().contains("Leifur"), "{path}");
    }
    // Time stands still: nothing ages. What the other has in memory goes because Redis tells it to.
    for path in paths {
        let seen = async { while !other.get(path).await.text().contains("Leifur") {} };
        let seen = tokio::time::timeout(PATIENCE, seen).await;
        seen.unwrap_or_else(|_| panic!("{path} has the old name"));
    }
    one.stop().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_go_on_while_redis_dies_and_returns_and_an_edit_meanwhile_is_not_forgotten() {
    let mut redis = RedisServer::start();
    let data = Arc::new(TempDir::new().expect("a directory"));
    let clock = ManualClock::new();
    let mut one = instance(&redis, &data, &clock).await;
    let mut other = instance(&redis, &data, &clock).await;
    // What Redis is to come back with: entries that have been changed by then.
    for path in ["/airports/KEF", "/airports/BIKF"] {
        one.get(path).await;
    }
    redis.save();

    let mut traffic = Traffic::start(&mut one, clock.clone()).await;
    traffic.answers(300).await;
    redis.kill();
    traffic.answers(300).await;
    one.wait_for_redis("down").await;
    other.wait_for_redis("down").await;
    let edit = one.patch("/airports/KEF", r#"{"name": "Leifur"}"#).await;
    assert_eq!(edit.status, 200, "{}", edit.text());
    assert_eq!(one.get_json("/airports/KEF").await["name"], "Leifur");
    traffic.answers(300).await;

    tokio::task::block_in_place(|| redis.restart());
    for instance in [&mut one, &mut other] {
        instance.wait_for_redis("up").await;
        for path in ["/airports/KEF", "/airports/BIKF"] {
            assert_eq!(instance.get_json(path).await["name"], "Leifur", "{path}");
        }
    }
    traffic.answers(300).await;
    traffic.stop().await;

    // And it is used again.
    let path = "/airports/MUC";
    assert_eq!(one.status(path).await, "gambeson; fwd=miss; stored");
    assert!(other.status(path).await.ends_with("; detail=redis"));
    one.stop().await;
    other.stop().await;
}

/// Clients that ask for one thing after the other, and find the right answer each time.
struct Traffic {
    clients: Vec<JoinHandle<()>>,
    answered: mpsc::Receiver<()>,
    stop: Arc<AtomicBool>,
}

impl Traffic {
    async fn start(service: &mut Running, clock: ManualClock) -> Self {
        let mut expected = BTreeMap::new();
        for path in [
            "/airports/FRA",
            "/airports/JFK",
            "/airports/SYD",
            "/airports/NONE",
            "/countries/LI/airports",
            "/countries/LU/airports",
            "/search?q=heathrow",
        ] {
            let headers = [("cache-control", "no-cache")];
            let answer = service.client.send("GET", path, &headers, "").await;
            let answer = answer.expect("an answer");
            expected.insert(path.to_owned(), (answer.status, answer.body));
        }
        let expected = Arc::new(expected);
        let stop = Arc::new(AtomicBool::new(false));
        // Bounded: clients wait for the test, so that each phase has as much traffic as it takes.
        let (sender, answered) = mpsc::channel(1);
        let clients = (0..4).map(|_| {
            let (expected, stop) = (Arc::clone(&expected), Arc::clone(&stop));
            let (sender, clock) = (sender.clone(), clock.clone());
            let address: SocketAddr = service.address;
            tokio::spawn(async move {
                let mut client = Client::connect(address).await.expect("a connection");
                while !stop.load(Ordering::Relaxed) {
                    for (path, (status, body)) in &*expected {
                        let answer = client.send("GET", path, &[], "").await;
                        let answer = answer.expect("an answer");
                        assert_eq!((answer.status, &answer.body), (*status, body), "{path}");
                        let _ = sender.send(()).await;
                    }
                    // What memory holds ages, so that Redis is asked.
                    clock.advance(MEMORY_TTL);
                }
            })
        });
        Self {
            clients: clients.collect(),
            answered,
            stop,
        }
    }

    /// Waits until so many more requests have been answered.
    async fn answers(&mut self, count: usize) {
        let all = async {
            for _ in 0..count {
                self.answered.recv().await.expect("no client has failed");
            }
        };
        tokio::time::timeout(PATIENCE, all)
            .await
            .expect("they go on");
    }

    async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        drop(self.answered);
        for client in self.clients {
            client.await.expect("every answer was right");
        }
    }
}

impl Running {
    /// The `Cache-Status` of the answer.
    async fn status(&mut self, path: &str) -> String {
        let reply = self.get(path).await;
        reply
            .header("cache-status")
            .expect("a Cache-Status")
            .to_owned()
    }

    /// Asks until the second tier is in this state.
    async fn wait_for_redis(&mut self, state: &str) {
        let reached = async {
            loop {
                let health = self.get_json("/health").await;
                if health["cache"]["redis"]["state"] == state {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let reached = tokio::time::timeout(PATIENCE, reached).await;
        reached.unwrap_or_else(|_| panic!("Redis is not {state} in time"));
    }
}
