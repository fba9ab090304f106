//! Tags: one word removes every entry that has it, in both tiers, whatever is under way.

mod attribute;
mod checker;

mod in_redis;
mod loads;
mod outage;
mod removal;

use gambeson::{CacheManager, cached};
use gambeson_tests::Source;
use serde::{Deserialize, Serialize};

/// A row whose group is known only once it is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    id: u64,
    group: u64,
}

/// Tagged by its arguments.
#[cached(ttl = "1m", key = "named:{org}:{id}", tags = ["org:{org}", "all"], cache = cache, handle = Named)]
async fn named(cache: &CacheManager, source: &Source, org: u64, id: u64) -> u64 {
    source.read().await + id
}

/// The same, in Redis only.
#[cached(ttl = "1m", key = "there:{org}:{id}", tags = ["org:{org}"], tier = redis, cache = cache, handle = There)]
async fn there(cache: &CacheManager, source: &Source, org: u64, id: u64) -> u64 {
    source.read().await + id
}

/// Tagged by what it loads: what the source holds is the group.
#[cached(
    ttl = "1m",
    key = "row:{id}",
    tags = ["group:{result.group}", "row:{result.id}:of:{id}"],
    cache = cache,
    handle = Rows
)]
async fn row(cache: &CacheManager, source: &Source, id: u64) -> Row {
    let group = source.read().await;
    Row { id, group }
}

/// Not tagged at all.
#[cached(ttl = "1m", key = "plain:{id}", cache = cache)]
async fn plain(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

/// Invalidates by hand, where nothing can fail.
async fn end(cache: &CacheManager, tag: &str) {
    cache
        .invalidate_tags([tag])
        .await
        .expect("every tier is there");
}
