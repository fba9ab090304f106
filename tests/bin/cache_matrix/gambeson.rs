//! gambeson, with nothing but what its attributes do by themselves.

use std::sync::Arc;

use gambeson::cache::CacheManagerBuilder;
use gambeson::{CacheManager, cached};
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;

use crate::source::{load, unique};
use crate::subject::{Call, Loaded, OverRedis, Subject};

type Answer = Result<u64, String>;

#[cached(ttl = "10m", key = "plain:{key}", handle = Plain)]
async fn plain(key: u64) -> Result<u64, String> {
    load(key).await
}

#[cached(ttl = "10m", key = "aliased:{key}")]
async fn aliased(key: u64) -> Answer {
    load(key).await
}

#[cached(ttl = "10m", key = "pair:{a}:{b}")]
async fn pair(a: Option<String>, b: String) -> u64 {
    drop((a, b));
    unique()
}

#[cached(
    ttl = "700ms",
    jitter = 0,
    stale_if_error = "1500ms",
    retry_after = "100ms",
    key = "stale:{key}"
)]
async fn stale(key: u64) -> Result<u64, String> {
    load(key).await
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Old {
    id: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct New {
    id: u64,
    age: u32,
}

#[cached(ttl = "10m", key = "user:{key}")]
async fn old_user(key: u64) -> Result<Old, String> {
    load(key).await.map(|id| Old { id })
}

#[cached(ttl = "10m", key = "user:{key}")]
async fn new_user(key: u64) -> Result<New, String> {
    load(key).await.map(|id| New { id, age: 1 })
}

/// In memory alone.
#[derive(Debug)]
pub(crate) struct Gambeson;

impl Subject for Gambeson {
    fn name(&self) -> &'static str {
        "gambeson `#[cached]`"
    }

    fn get(&self, key: u64) -> Call<Loaded> {
        Box::pin(plain(key))
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        Some(Box::pin(async move {
            // Without Redis there is nothing that could fail.
            _ = Plain::invalidate(key).await;
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
            let manager = manager(&url).await;
            let now = Arc::new(RwLock::new(manager));
            Box::new(Tiers { now, url }) as Box<dyn OverRedis>
        }))
    }
}

async fn manager(url: &str) -> CacheManager {
    let built = CacheManagerBuilder::redis(CacheManager::builder(), url);
    built
        .require_redis()
        .build()
        .await
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Memory and Redis.
struct Tiers {
    now: Arc<RwLock<CacheManager>>,
    url: String,
}

impl Tiers {
    fn with<F, T>(&self, call: impl FnOnce(CacheManager) -> F + Send + 'static) -> Call<T>
    where
        F: Future<Output = T> + Send,
        T: 'static,
    {
        let now = Arc::clone(&self.now);
        Box::pin(async move {
            let manager = now.read().await.clone();
            call(manager).await
        })
    }
}

impl OverRedis for Tiers {
    fn get(&self, key: u64) -> Call<Loaded> {
        self.with(move |manager| async move { manager.scope(plain(key)).await })
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        Some(self.with(move |manager| async move {
            // Remembered while Redis is away.
            _ = manager.scope(Plain::invalidate(key)).await;
        }))
    }

    fn forget_memory(&self) -> Call<()> {
        let (now, url) = (Arc::clone(&self.now), self.url.clone());
        Box::pin(async move {
            let fresh = manager(&url).await;
            *now.write().await = fresh;
        })
    }

    fn old_shape(&self, key: u64) -> Option<Call<Loaded>> {
        Some(self.with(move |manager| async move {
            manager.scope(old_user(key)).await.map(|user| user.id)
        }))
    }

    fn new_shape(&self, key: u64) -> Option<Call<Loaded>> {
        Some(self.with(move |manager| async move {
            let user = manager.scope(new_user(key)).await?;
            Ok(user.id + u64::from(user.age))
        }))
    }
}
