use std::sync::Arc;

use ::hitbox::concurrency::BroadcastConcurrencyManager;
use ::hitbox::policy::PolicyConfig;
use hitbox_derive::{CacheableResponse, cached};
use hitbox_fn::Cache;
use hitbox_moka::MokaBackend;
use hitbox_redis::{ConnectionMode, RedisBackend};

use super::TTL;
use crate::source::{load, unique};
use crate::subject::{Call, Loaded, OverRedis, Subject};

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, CacheableResponse)]
pub struct Old {
    id: u64,
}

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, CacheableResponse)]
pub struct New {
    id: u64,
    age: u32,
}

type Answer = Result<u64, String>;

#[cached(prefix = "plain")]
async fn plain(key: u64) -> Result<u64, String> {
    load(key).await
}

#[cached(prefix = "aliased")]
async fn aliased(key: u64) -> Answer {
    load(key).await
}

#[cached(prefix = "pair")]
async fn pair(a: Option<String>, b: String) -> u64 {
    drop((a, b));
    unique()
}

#[cached(prefix = "user")]
async fn old_user(key: u64) -> Result<Old, String> {
    load(key).await.map(|id| Old { id })
}

#[cached(prefix = "user")]
async fn new_user(key: u64) -> Result<New, String> {
    load(key).await.map(|id| New { id, age: 1 })
}

type Memory<R> = Cache<MokaBackend, BroadcastConcurrencyManager<R>>;

pub struct Hitbox {
    results: Arc<Memory<Loaded>>,
    numbers: Arc<Memory<u64>>,
}

fn policy() -> PolicyConfig {
    let one = bounded_integer::BoundedU8::<1, 255>::const_new::<1>();
    PolicyConfig::builder().ttl(TTL).concurrency(one).build()
}

fn memory<R>() -> Arc<Memory<R>>
where
    R: ::hitbox::CacheableResponse + Send + 'static,
    R::Cached: Send + Sync + Clone + 'static,
{
    let cache = Cache::builder()
        .backend(MokaBackend::builder().max_entries(10_000).build())
        .policy(policy())
        .concurrency_manager(BroadcastConcurrencyManager::new())
        .build();
    Arc::new(cache)
}

impl Hitbox {
    pub fn new() -> Self {
        Self {
            results: memory(),
            numbers: memory(),
        }
    }
}

impl Subject for Hitbox {
    fn name(&self) -> &'static str {
        "hitbox 0.2 `BroadcastConcurrencyManager`"
    }

    fn get(&self, key: u64) -> Call<Loaded> {
        let cache = self.results.clone();
        Box::pin(async move { plain(key).cache(&cache).await })
    }

    fn alias(&self, key: u64) -> Option<Call<Loaded>> {
        let cache = self.results.clone();
        Some(Box::pin(async move { aliased(key).cache(&cache).await }))
    }

    fn pair(&self, a: Option<String>, b: String) -> Option<Call<u64>> {
        let cache = self.numbers.clone();
        Some(Box::pin(async move { pair(a, b).cache(&cache).await }))
    }

    fn over_redis(&self, url: String) -> Option<Call<Box<dyn OverRedis>>> {
        Some(Box::pin(async move {
            let backend = || {
                RedisBackend::builder()
                    .connection(ConnectionMode::single(&url))
                    .build()
                    .unwrap_or_else(|error| panic!("{error}"))
            };
            Box::new(Redis(Arc::new(
                Cache::builder().backend(backend()).policy(policy()).build(),
            ))) as Box<dyn OverRedis>
        }))
    }
}

struct Redis(Arc<Cache<RedisBackend>>);

impl OverRedis for Redis {
    fn get(&self, key: u64) -> Call<Loaded> {
        let cache = self.0.clone();
        Box::pin(async move { plain(key).cache(&cache).await })
    }

    fn old_shape(&self, key: u64) -> Option<Call<Loaded>> {
        let cache = self.0.clone();
        Some(Box::pin(async move {
            old_user(key).cache(&cache).await.map(|user| user.id)
        }))
    }

    fn new_shape(&self, key: u64) -> Option<Call<Loaded>> {
        let cache = self.0.clone();
        Some(Box::pin(async move {
            new_user(key)
                .cache(&cache)
                .await
                .map(|user| user.id + u64::from(user.age))
        }))
    }
}
