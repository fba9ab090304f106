use std::sync::Arc;

use ::quick_cache::sync::Cache;

use crate::source::load;
use crate::subject::{Call, Loaded, Subject};

pub struct QuickCache(Arc<Cache<u64, u64>>);

impl QuickCache {
    pub fn new() -> Self {
        Self(Arc::new(Cache::new(10_000)))
    }
}

impl Subject for QuickCache {
    fn name(&self) -> &'static str {
        "quick_cache 0.7 `get_or_insert_async`"
    }

    fn get(&self, key: u64) -> Call<Loaded> {
        let cache = self.0.clone();
        Box::pin(async move { cache.get_or_insert_async(&key, load(key)).await })
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        let cache = self.0.clone();
        Some(Box::pin(async move {
            cache.remove(&key);
        }))
    }
}
