//! `batch_100`: a hundred ids, ninety of which lie in Redis and nowhere else, and ten nowhere. Both sides ask the same store for
//! the ten, a Redis of its own, in one round trip. By hand it is an MGET, the query, and a pipeline of SETs, as most people
//! write it: nothing keeps an invalidation that happens meanwhile from being undone, and callers of one id all load it.
//!
//! `batch_hit_1`: a batch of one id that memory holds, beside the function of one id.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use gambeson::{CacheManager, cached};
use redis::aio::MultiplexedConnection;

use super::plain::{self, User};
use crate::cache::Article;
use crate::harness::drive::{Driver, Runtimes};
use crate::harness::server::Server;
use crate::harness::{Bench, Failure, Subject, leak};

const CASE: &str = "batch_100";
/// How many ids of a call are there.
const THERE: u64 = 90;
/// How many are not: ids that no call has asked for before.
const MISSING: u64 = 10;
/// How many rows the store has; ids go round them.
const ROWS: u64 = 256;

pub(super) fn of_one(bench: &Bench, runtimes: &Runtimes) {
    if bench.wants("batch_hit_1") {
        let driver = Driver::Alone(&runtimes.one);
        let ours = driver.subject("ours", |call| users([plain::id(call)]));
        bench.compare("batch_hit_1", vec![ours, plain::hit(driver)]);
    }
}

async fn users(ids: [u64; 1]) -> HashMap<u64, Arc<User>> {
    many(&ids).await
}

#[cached(ttl = "1h", key = "one-of-many:{id}", batch(ids -> id))]
async fn many(ids: &[u64]) -> HashMap<u64, Arc<User>> {
    ids.iter().map(|&id| (id, User::load(id))).collect()
}

pub(super) fn run(bench: &Bench, runtimes: &Runtimes) -> Result<(), Failure> {
    if !bench.wants(CASE) {
        return Ok(());
    }
    let (cache, store) = runtimes
        .many
        .block_on(async { Ok::<_, Failure>((Server::start().await?, Server::start().await?)) })?;
    let store = runtimes.many.block_on(Store::fill(&store))?;
    let ours = leak(runtimes.many.block_on(Ours::fill(&cache, store.clone()))?);
    let plain = runtimes.many.block_on(ByHand::fill(&cache, store))?;
    for (suffix, driver) in [
        ("", Driver::Alone(&runtimes.many)),
        ("_tasks64", Driver::Tasks(&runtimes.many)),
    ] {
        let name = format!("{CASE}{suffix}");
        if bench.wants(&name) {
            bench.compare(&name, vec![ours.subject(driver), plain.subject(driver)]);
        }
    }
    Ok(())
}

/// Ids of one call: ninety that are there, and ten that nobody has asked for.
fn ids() -> Vec<u64> {
    static NEXT: AtomicU64 = AtomicU64::new(1_000_000);
    let first = NEXT.fetch_add(MISSING, Ordering::Relaxed);
    (0..THERE).chain(first..first + MISSING).collect()
}

/// Where rows come from.
#[derive(Clone, Debug)]
struct Store(MultiplexedConnection);

impl Store {
    async fn fill(server: &Server) -> Result<Self, Failure> {
        let mut connection = server.connect().await?;
        for row in 0..ROWS {
            let json = serde_json::to_vec(&Article::of_size(row, 200))?;
            redis::cmd("SET")
                .arg(row)
                .arg(json)
                .exec_async(&mut connection)
                .await?;
        }
        Ok(Store(connection))
    }

    async fn query(&self, ids: &[u64]) -> redis::RedisResult<HashMap<u64, Article>> {
        let mut connection = self.0.clone();
        let mut command = redis::cmd("MGET");
        for id in ids {
            command.arg(id % ROWS);
        }
        let rows: Vec<Vec<u8>> = command.query_async(&mut connection).await?;
        let article = |json: Vec<u8>| serde_json::from_slice(&json).expect("a row is an article");
        Ok(ids
            .iter()
            .copied()
            .zip(rows.into_iter().map(article))
            .collect())
    }
}

#[derive(Debug)]
struct Ours {
    manager: CacheManager,
    store: Store,
}

impl Ours {
    async fn fill(cache: &Server, store: Store) -> Result<Self, Failure> {
        let builder = CacheManager::builder().key_prefix("ours");
        let manager = builder.redis(&cache.url).require_redis().build().await?;
        let ours = Ours { manager, store };
        let there: Vec<u64> = (0..THERE).collect();
        ours.articles(&there).await?;
        let before = ours.manager.stats().total.hits_redis;
        ours.articles(&there).await?;
        let hits = ours.manager.stats().total.hits_redis - before;
        if hits == THERE {
            Ok(ours)
        } else {
            Err(format!("{hits} hits in Redis instead of {THERE}").into())
        }
    }

    #[cached(
        ttl = "10m",
        key = "article:{id}",
        batch(ids -> id),
        skip(self),
        tier = redis,
        cache = self.manager
    )]
    async fn articles(&self, ids: &[u64]) -> redis::RedisResult<HashMap<u64, Article>> {
        self.store.query(ids).await
    }

    fn subject<'r>(&'static self, driver: Driver<'r>) -> Subject<'r> {
        driver.subject("ours", |_| async {
            let ids = ids();
            let found = self.articles(&ids).await.expect("the store answers");
            assert_eq!(found.len(), ids.len());
            found
        })
    }
}

#[derive(Clone, Debug)]
struct ByHand {
    cache: MultiplexedConnection,
    store: Store,
}

impl ByHand {
    async fn fill(cache: &Server, store: Store) -> Result<Self, Failure> {
        let cache = cache.connect().await?;
        let by_hand = ByHand { cache, store };
        let there: Vec<u64> = (0..THERE).collect();
        by_hand.articles(&there).await?;
        Ok(by_hand)
    }

    async fn articles(&self, ids: &[u64]) -> redis::RedisResult<HashMap<u64, Article>> {
        let mut cache = self.cache.clone();
        let mut command = redis::cmd("MGET");
        for id in ids {
            command.arg(key(*id));
        }
        let entries: Vec<Option<Vec<u8>>> = command.query_async(&mut cache).await?;
        let mut found = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        for (&id, entry) in ids.iter().zip(entries) {
            match entry {
                Some(json) => {
                    let article = serde_json::from_slice(&json).expect("an entry is an article");
                    found.insert(id, article);
                }
                None => missing.push(id),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let loaded = self.store.query(&missing).await?;
        let mut pipeline = redis::pipe();
        for (id, article) in &loaded {
            let json = serde_json::to_vec(article).expect("an article is JSON");
            pipeline
                .cmd("SET")
                .arg(key(*id))
                .arg(json)
                .arg("PX")
                .arg(600_000)
                .ignore();
        }
        pipeline.exec_async(&mut cache).await?;
        found.extend(loaded);
        Ok(found)
    }

    fn subject<'r>(&self, driver: Driver<'r>) -> Subject<'r> {
        let by_hand = self.clone();
        driver.subject("by_hand", move |_| {
            let by_hand = by_hand.clone();
            async move {
                let ids = ids();
                let found = by_hand.articles(&ids).await.expect("the store answers");
                assert_eq!(found.len(), ids.len());
                found
            }
        })
    }
}

fn key(id: u64) -> String {
    format!("plain:article:{id}")
}
