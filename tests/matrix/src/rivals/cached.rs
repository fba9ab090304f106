use std::sync::Arc;

use ::cached::macros::cached;
use ::cached::{AsyncRedisCache, Cached, ConcurrentCachedAsync};

use super::{New, Old, TTL};
use crate::source::{load, unique};
use crate::subject::{Call, Loaded, OverRedis, Subject};

type Answer = Result<u64, String>;

#[cached(max_size = 10_000, ttl_secs = 600)]
async fn plain(key: u64) -> Result<u64, String> {
    load(key).await
}

#[cached(max_size = 10_000, ttl_secs = 600, sync_writes = "by_key")]
async fn by_key(key: u64) -> Result<u64, String> {
    load(key).await
}

#[cached(max_size = 10_000, ttl_secs = 600)]
async fn aliased(key: u64) -> Answer {
    load(key).await
}

#[cached(max_size = 10_000, ttl_secs = 600)]
async fn pair(_a: Option<String>, _b: String) -> u64 {
    unique()
}

#[cached(max_size = 10_000, ttl_millis = 700, result_fallback = true)]
async fn stale(key: u64) -> Result<u64, String> {
    load(key).await
}

pub struct Plain;

impl Subject for Plain {
    fn name(&self) -> &'static str {
        "cached 4.1 `#[cached]`, Redis by `AsyncRedisCache`"
    }

    fn get(&self, key: u64) -> Call<Loaded> {
        Box::pin(plain(key))
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        Some(Box::pin(async move {
            _ = PLAIN.write().await.cache_remove(&key);
        }))
    }

    fn alias(&self, key: u64) -> Option<Call<Loaded>> {
        Some(Box::pin(aliased(key)))
    }

    fn pair(&self, a: Option<String>, b: String) -> Option<Call<u64>> {
        Some(Box::pin(pair(a, b)))
    }

    fn stale(&self, key: u64) -> Option<Call<Loaded>> {
        Some(Box::pin(stale(key)))
    }

    fn over_redis(&self, url: String) -> Option<Call<Box<dyn OverRedis>>> {
        Some(Box::pin(async move {
            Box::new(Redis {
                plain: store(&url, "numbers").await,
                old: store(&url, "users").await,
                new: store(&url, "users").await,
            }) as Box<dyn OverRedis>
        }))
    }
}

pub struct ByKey;

impl Subject for ByKey {
    fn name(&self) -> &'static str {
        "cached 4.1 `sync_writes = \"by_key\"`"
    }

    fn get(&self, key: u64) -> Call<Loaded> {
        Box::pin(by_key(key))
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        Some(Box::pin(async move {
            _ = BY_KEY.write().await.cache_remove(&key);
        }))
    }
}

type Store<V> = Arc<AsyncRedisCache<u64, V>>;

async fn store<V>(url: &str, prefix: &str) -> Store<V>
where
    V: serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
{
    let built = AsyncRedisCache::builder(prefix)
        .ttl(TTL)
        .connection_string(url)
        .build()
        .await;
    Arc::new(built.unwrap_or_else(|error| panic!("{error}")))
}

/// As `#[concurrent_cached(redis = true)]` expands: an error of the store is the function's.
struct Redis {
    plain: Store<u64>,
    old: Store<Old>,
    new: Store<New>,
}

async fn through<V>(store: Store<V>, key: u64, make: fn(u64) -> V) -> Loaded
where
    V: serde::Serialize + serde::de::DeserializeOwned + Send + Sync + Clone + 'static,
{
    match store.async_cache_get(&key).await {
        Err(error) => return Err(error.to_string()),
        Ok(Some(_)) => return Ok(1),
        Ok(None) => {}
    }
    let value = load(key).await?;
    match store.async_cache_set(key, make(value)).await {
        Ok(_) => Ok(value),
        Err(error) => Err(error.to_string()),
    }
}

impl OverRedis for Redis {
    fn get(&self, key: u64) -> Call<Loaded> {
        let store = self.plain.clone();
        Box::pin(async move {
            match store.async_cache_get(&key).await {
                Err(error) => return Err(error.to_string()),
                Ok(Some(value)) => return Ok(value),
                Ok(None) => {}
            }
            let value = load(key).await?;
            match store.async_cache_set(key, value).await {
                Ok(_) => Ok(value),
                Err(error) => Err(error.to_string()),
            }
        })
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        let store = self.plain.clone();
        Some(Box::pin(async move {
            _ = store.async_cache_remove(&key).await;
        }))
    }

    fn old_shape(&self, key: u64) -> Option<Call<Loaded>> {
        Some(Box::pin(through(self.old.clone(), key, |id| Old { id })))
    }

    fn new_shape(&self, key: u64) -> Option<Call<Loaded>> {
        Some(Box::pin(through(self.new.clone(), key, |id| New {
            id,
            age: 1,
        })))
    }
}
