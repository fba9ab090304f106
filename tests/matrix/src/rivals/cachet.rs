use std::sync::Arc;

use ::cachet::Cache;
use tick::Clock;

use super::TTL;
use crate::source::load;
use crate::subject::{Call, Loaded, Subject};

pub struct Cachet(Arc<Cache<u64, u64>>);

#[derive(Debug)]
struct Said(String);

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Said {}

impl Cachet {
    pub fn new() -> Self {
        let cache = Cache::builder::<u64, u64>(Clock::new_tokio())
            .memory()
            .ttl(TTL)
            .stampede_protection()
            .build();
        Self(Arc::new(cache))
    }
}

impl Subject for Cachet {
    fn name(&self) -> &'static str {
        "cachet 0.16 `stampede_protection`"
    }

    fn get(&self, key: u64) -> Call<Loaded> {
        let cache = self.0.clone();
        Box::pin(async move {
            let load = || async move { load(key).await.map_err(Said) };
            match cache.try_get_or_insert(&key, load).await {
                Ok(entry) => Ok(*entry.value()),
                Err(error) => Err(error.to_string()),
            }
        })
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        let cache = self.0.clone();
        Some(Box::pin(async move {
            _ = cache.invalidate(&key).await;
        }))
    }
}
