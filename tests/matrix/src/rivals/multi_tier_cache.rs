use std::sync::Arc;

use ::multi_tier_cache::error::CacheError;
use ::multi_tier_cache::{CacheManager, CacheStrategy, L1Cache, L2Cache, MokaCacheConfig};

use super::{New, Old};
use crate::redis_server::RedisServer;
use crate::source::load;
use crate::subject::{Call, Loaded, OverRedis, Subject};

/// It has no memory tier without Redis in its own default, so there is one.
pub struct MultiTier {
    cache: Arc<CacheManager>,
    _server: RedisServer,
}

async fn manager(url: &str) -> Arc<CacheManager> {
    let memory = L1Cache::new(MokaCacheConfig::default()).unwrap_or_else(|e| panic!("{e}"));
    let redis = L2Cache::with_url(url)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let manager = CacheManager::new(Arc::new(memory), Arc::new(redis)).await;
    Arc::new(manager.unwrap_or_else(|e| panic!("{e}")))
}

impl MultiTier {
    pub async fn new() -> Self {
        let server = RedisServer::start();
        Self {
            cache: manager(&server.url()).await,
            _server: server,
        }
    }
}

async fn get(cache: Arc<CacheManager>, key: u64) -> Loaded {
    let load = || async move { load(key).await.map_err(CacheError::InternalError) };
    cache
        .get_or_compute_typed(&format!("number:{key}"), CacheStrategy::LongTerm, load)
        .await
        .map_err(|error| error.to_string())
}

async fn shaped<V>(cache: Arc<CacheManager>, key: u64, make: fn(u64) -> V) -> Loaded
where
    V: serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
{
    let load = || async move { load(key).await.map(make).map_err(CacheError::InternalError) };
    let key = format!("user:{key}");
    let value = cache.get_or_compute_typed(&key, CacheStrategy::LongTerm, load);
    value.await.map(|_| 1).map_err(|error| error.to_string())
}

impl Subject for MultiTier {
    fn name(&self) -> &'static str {
        "multi-tier-cache 0.6"
    }

    fn get(&self, key: u64) -> Call<Loaded> {
        Box::pin(get(self.cache.clone(), key))
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        let cache = self.cache.clone();
        Some(Box::pin(async move {
            _ = cache.invalidate(&format!("number:{key}")).await;
        }))
    }

    fn over_redis(&self, url: String) -> Option<Call<Box<dyn OverRedis>>> {
        Some(Box::pin(async move {
            let now = manager(&url).await;
            Box::new(Redis {
                now: tokio::sync::RwLock::new(now).into(),
                url,
            }) as Box<dyn OverRedis>
        }))
    }
}

struct Redis {
    now: Arc<tokio::sync::RwLock<Arc<CacheManager>>>,
    url: String,
}

impl OverRedis for Redis {
    fn get(&self, key: u64) -> Call<Loaded> {
        let now = self.now.clone();
        Box::pin(async move {
            let cache = now.read().await.clone();
            get(cache, key).await
        })
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        let now = self.now.clone();
        Some(Box::pin(async move {
            let cache = now.read().await.clone();
            _ = cache.invalidate(&format!("number:{key}")).await;
        }))
    }

    fn forget_memory(&self) -> Call<()> {
        let (now, url) = (self.now.clone(), self.url.clone());
        Box::pin(async move {
            *now.write().await = manager(&url).await;
        })
    }

    fn old_shape(&self, key: u64) -> Option<Call<Loaded>> {
        let now = self.now.clone();
        Some(Box::pin(async move {
            let cache = now.read().await.clone();
            shaped(cache, key, |id| Old { id }).await
        }))
    }

    fn new_shape(&self, key: u64) -> Option<Call<Loaded>> {
        let now = self.now.clone();
        Some(Box::pin(async move {
            let cache = now.read().await.clone();
            shaped(cache, key, |id| New { id, age: 1 }).await
        }))
    }
}
