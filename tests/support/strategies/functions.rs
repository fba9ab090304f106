//! The functions: one for each way to read, and one for each way to change.

use std::collections::HashMap;

use gambeson::{CacheError, CacheManager, cached};

use super::{Away, World};

#[cached(ttl = world.lives(), strategy = refresh_ahead(at = 0.5), stale_if_error = "10s", key = "ahead:{key}", cache = cache)]
async fn ahead(cache: &CacheManager, world: &World, key: u64) -> Result<u64, Away> {
    world.load(key).await
}

#[cached(
    ttl = world.lives() / 4,
    stale_while_revalidate = "1s",
    stale_if_error = "10s",
    soft_timeout = "50ms",
    hard_timeout = "5s",
    key = "stale:{key}",
    cache = cache
)]
async fn stale(cache: &CacheManager, world: &World, key: u64) -> Result<u64, Away> {
    world.load(key).await
}

#[cached(ttl = world.lives(), key = "row:{key}", cache = cache)]
async fn single(cache: &CacheManager, world: &World, key: u64) -> Result<u64, Away> {
    world.load(key).await
}

#[cached(ttl = world.lives(), key = "row:{key}", batch(keys -> key), cache = cache)]
async fn batch(
    cache: &CacheManager,
    world: &World,
    keys: &[u64],
) -> Result<HashMap<u64, u64>, Away> {
    let mut rows = HashMap::new();
    for &key in keys {
        rows.insert(key, world.load(key).await?);
    }
    Ok(rows)
}

#[cached(ttl = world.lives(), flight = cluster, key = "cluster:{key}", cache = cache)]
async fn cluster(cache: &CacheManager, world: &World, key: u64) -> Result<u64, Away> {
    world.load(key).await
}

#[cached(ttl = world.lives(), read = strict, key = "strict:{key}", cache = cache)]
async fn strict(cache: &CacheManager, world: &World, key: u64) -> Result<u64, Away> {
    world.load(key).await
}

#[cached(ttl = world.lives(), strategy = write_through, key = "row:{key}", cache = cache)]
async fn through(cache: &CacheManager, world: &World, key: u64) -> Result<u64, Away> {
    Ok(world.change(key))
}

/// By a tag that many keys share, and by one that each version brings anew.
#[cached(ttl = world.lives(), key = "tagged:{key}", tags = ["group:{group}", "of:{key}:{result}"], skip(group), cache = cache)]
async fn tagged(cache: &CacheManager, world: &World, key: u64, group: u64) -> Result<u64, Away> {
    world.load(key).await
}

/// How many tags the keys share.
const GROUPS: u64 = 100;

/// Reads a key in one of the [`WAYS`](super::WAYS).
///
/// # Errors
///
/// When it was loaded, and the world fails.
pub async fn read(cache: &CacheManager, world: &World, way: &str, key: u64) -> Result<u64, Away> {
    match way {
        "ahead" => ahead(cache, world, key).await,
        "stale" => stale(cache, world, key).await,
        "single" => single(cache, world, key).await,
        "cluster" => cluster(cache, world, key).await,
        "strict" => strict(cache, world, key).await,
        "tagged" => tagged(cache, world, key, key % GROUPS).await,
        _ => {
            let others = [key, (key + 1) % world.keys(), (key + 2) % world.keys()];
            let rows = batch(cache, world, &others).await?;
            let row = rows.get(&key).copied();
            row.ok_or_else(|| Away("the batch has not what it was asked for".to_owned()))
        }
    }
}

/// Changes a key through the cache.
///
/// # Errors
///
/// Never: the world takes changes while it fails to load.
pub async fn write_through(cache: &CacheManager, world: &World, key: u64) -> Result<u64, Away> {
    through(cache, world, key).await
}

/// Removes a key, in whichever way it was read, and with it those that share its tag; true: Redis has carried it out, and
/// not only been remembered.
///
/// # Errors
///
/// As those of `delete_many`, and of `invalidate_tags`.
pub async fn invalidate(cache: &CacheManager, key: u64) -> Result<bool, CacheError> {
    let kinds = ["ahead", "stale", "row", "cluster", "strict"];
    let removed = cache
        .delete_many(kinds.map(|kind| format!("{kind}:{key}")))
        .await?;
    let tag = format!("group:{}", key % GROUPS);
    let told = cache.invalidate_tags([tag]).await?;
    Ok(removed.remembered == 0 && told.remembered == 0)
}
