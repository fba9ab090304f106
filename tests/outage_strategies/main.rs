//! Outages with all strategies on: every call is answered, nobody hangs, and after the answer of an invalidation nothing
//! old is served for longer than was said.

mod bound;
mod drills;

use std::future::Future;
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::cache::RedisState;
use gambeson::write_behind::Writer;
use gambeson_tests::redis_server::{Proxy, RedisServer};
use gambeson_tests::strategies::{Store, WAYS, World, invalidate, manager, read, write_through};
use gambeson_tests::{PATIENCE, until_state};

const KEYS: u64 = 12;
const GRACE: Duration = Duration::from_secs(30);
/// A stream that outlives its server.
const DURABLE: [&str; 4] = ["--appendonly", "yes", "--appendfsync", "always"];

/// Two processes on one Redis, the second by way of a proxy.
struct Drill {
    server: RedisServer,
    proxy: Proxy,
    world: World,
    store: Store,
    one: CacheManager,
    other: CacheManager,
    writers: Vec<Writer>,
    /// Whether what the stream has outlives the server.
    durable: bool,
    _logs: tempfile::TempDir,
}

/// It must come to an end.
async fn answered<T>(what: &str, call: impl Future<Output = T>) -> T {
    let answer = tokio::time::timeout(PATIENCE, call).await;
    answer.unwrap_or_else(|_| panic!("{what} hangs"))
}

impl Drill {
    async fn start(settings: &[&str]) -> Self {
        Self::of(World::new(KEYS), settings).await
    }

    async fn of(world: World, settings: &[&str]) -> Self {
        let server = RedisServer::with(settings);
        let proxy = Proxy::before(server.port());
        let logs = tempfile::tempdir().expect("it is made");
        let store = Store::default();
        let one = manager(&server.url(), &logs.path().join("one.redb")).await;
        let url = server.url_by(proxy.port());
        let other = manager(&url, &logs.path().join("other.redb")).await;
        let mut writers = Vec::new();
        for (cache, queue) in [
            (&one, "stream"),
            (&one, "local"),
            (&other, "stream"),
            (&other, "local"),
        ] {
            writers.push(store.start(cache, queue).await.expect("it starts"));
        }
        let drill = Self {
            server,
            proxy,
            world,
            store,
            one,
            other,
            writers,
            durable: true,
            _logs: logs,
        };
        drill.all_is_new(&drill.one).await;
        drill.all_is_new(&drill.other).await;
        drill
    }

    /// Each way to read each key gives what is there now.
    async fn all_is_new(&self, cache: &CacheManager) {
        for way in WAYS {
            for key in 0..KEYS {
                let value = answered(way, read(cache, &self.world, way, key)).await;
                assert_eq!(value, Ok(self.world.version(key)), "{way}, key {key}");
            }
        }
    }

    /// Each way to read each key answers, with whatever it is.
    async fn all_answers(&self, cache: &CacheManager) {
        for way in WAYS {
            for key in 0..KEYS {
                let value = answered(way, read(cache, &self.world, way, key)).await;
                let value = value.expect("the world does not fail");
                assert!((1..=self.world.version(key)).contains(&value), "{way}");
            }
        }
    }

    /// Each way to change something, while Redis may be away; who changed it reads it.
    async fn change(&self, cache: &CacheManager) {
        for key in 0..KEYS {
            let version = self.world.change(key);
            let removed = answered("an invalidation", invalidate(cache, key)).await;
            removed.expect("it is remembered at least");
            let put = self.store.put(cache, "local", key, version);
            answered("a put", put).await.expect("the log has room");
        }
        if self.durable {
            // Of a queue that is away, the answer is that it is.
            let put = self.store.put(cache, "stream", 0, self.world.version(0));
            let _ = answered("a put", put).await;
        }
        self.all_is_new(cache).await;
        for key in 0..KEYS {
            let version = answered("a write", write_through(cache, &self.world, key)).await;
            let seen = answered("a read", read(cache, &self.world, "single", key)).await;
            assert_eq!(seen, version, "who wrote it reads it");
            let removed = answered("an invalidation", invalidate(cache, key)).await;
            removed.expect("it is remembered at least");
        }
        self.all_is_new(cache).await;
    }

    /// Redis is there again: everybody agrees, and all that was acknowledged is written.
    async fn recovers(self) {
        for cache in [&self.one, &self.other] {
            until_state(cache, RedisState::Up).await;
        }
        for cache in [&self.one, &self.other] {
            self.agrees(cache).await;
        }
        // From here on an invalidation is carried out, and holds for both.
        for (cache, reader) in [(&self.one, &self.other), (&self.other, &self.one)] {
            let version = self.world.change(0);
            let carried_out = answered("an invalidation", invalidate(cache, 0)).await;
            assert!(carried_out.expect("Redis is there"));
            let value = answered("strict", read(reader, &self.world, "strict", 0)).await;
            assert_eq!(value, Ok(version), "nothing old at all by `read = strict`");
            self.agrees(reader).await;
            let put = self.store.put(cache, "stream", 0, version);
            answered("a put", put).await.expect("the stream is there");
        }
        for writer in self.writers {
            let written = answered("a shutdown", writer.shutdown(GRACE)).await;
            assert!(written, "the queues can be emptied");
        }
        assert_eq!(self.store.tally().1, 0, "all promises are kept");
    }

    /// Sooner or later; `bound.rs` says when.
    async fn agrees(&self, cache: &CacheManager) {
        let agree = async {
            for way in WAYS {
                for key in 0..KEYS {
                    while read(cache, &self.world, way, key).await != Ok(self.world.version(key)) {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                }
            }
        };
        answered("an old value that goes", agree).await;
        self.all_is_new(cache).await;
    }
}
