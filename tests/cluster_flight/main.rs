//! `flight = cluster`: one load in all processes. Each manager is a process of its own here, as far
//! as Redis can tell.

mod ends;
mod killed;
mod shared;

use std::time::Duration;

use gambeson::cache::{CacheManagerBuilder, How};
use gambeson::{CacheManager, cached};
use gambeson_tests::{Source, Tiers};

#[cached(ttl = "10m", key = "c:{id}", flight = cluster, wait = "30s", cache = cache, handle = Shared)]
async fn shared(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

async fn manager(
    tiers: &Tiers,
    settings: impl Fn(CacheManagerBuilder) -> CacheManagerBuilder,
) -> CacheManager {
    let manager = settings(tiers.builder()).build().await;
    manager.expect("the settings are good")
}

/// A call in a task of its own.
fn call(cache: &CacheManager, source: &Source) -> tokio::task::JoinHandle<(u64, How)> {
    let (cache, source) = (cache.clone(), source.clone());
    tokio::spawn(async move {
        let traced = Shared::traced(&cache, &source, 1).await;
        (traced.value, traced.how)
    })
}

/// Long enough for somebody who does not wait to be seen.
const WHILE: Duration = Duration::from_millis(100);
