use ::moka::future::Cache;

use super::TTL;
use crate::source::load;
use crate::subject::{Call, Loaded, Subject};

pub struct Moka(Cache<u64, u64>);

impl Moka {
    pub fn new() -> Self {
        Self(
            Cache::builder()
                .max_capacity(10_000)
                .time_to_live(TTL)
                .build(),
        )
    }
}

impl Subject for Moka {
    fn name(&self) -> &'static str {
        "moka 0.12 `try_get_with`"
    }

    fn get(&self, key: u64) -> Call<Loaded> {
        let cache = self.0.clone();
        Box::pin(async move {
            let value = cache.try_get_with(key, load(key)).await;
            value.map_err(|error| (*error).clone())
        })
    }

    fn invalidate(&self, key: u64) -> Option<Call<()>> {
        let cache = self.0.clone();
        Some(Box::pin(async move { cache.invalidate(&key).await }))
    }
}
