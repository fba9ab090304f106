//! Where a queue is kept: what its settings ask for, and what the manager has.

use std::sync::Arc;

use super::line::Lines;
use super::local::{LocalQueue, Log};
use super::queue::{Away, Queue};
use super::settings::{Settings, Store};
use super::volatile::VolatileQueue;
use super::writer::unreachable;
use crate::cache::CacheManager;
use crate::cache::error::CacheError;

/// Opens the queue of a name.
pub(super) async fn queue(
    manager: &CacheManager,
    lines: &Lines,
    name: &str,
    settings: &Settings,
) -> Result<Arc<dyn Queue>, CacheError> {
    match settings.store {
        Store::Durable if has_redis(manager, lines) => redis(manager, lines, name, settings).await,
        Store::Redis => redis(manager, lines, name, settings).await,
        Store::Durable | Store::Local => local(lines, name, settings).await,
        Store::Volatile => Ok(Arc::new(VolatileQueue::new(
            name,
            settings,
            manager.clock(),
        ))),
    }
}

#[cfg(feature = "redis")]
fn has_redis(manager: &CacheManager, lines: &Lines) -> bool {
    lines.redis.is_some() || manager.redis().is_some()
}

#[cfg(not(feature = "redis"))]
fn has_redis(_manager: &CacheManager, _lines: &Lines) -> bool {
    false
}

/// In the queues' own Redis, else in that of the cache.
#[cfg(feature = "redis")]
async fn redis(
    manager: &CacheManager,
    lines: &Lines,
    name: &str,
    settings: &Settings,
) -> Result<Arc<dyn Queue>, CacheError> {
    use super::stream::StreamQueue;

    let own = lines.redis.as_ref();
    let Some(tier) = own.or(manager.redis()) else {
        return Err(nowhere(name, "store = redis"));
    };
    let (partitions, max) = (settings.partitions, settings.max);
    let queue = StreamQueue::new(Arc::clone(tier), own.is_none(), name, partitions, max);
    queue.check().await?;
    Ok(Arc::new(queue))
}

#[cfg(not(feature = "redis"))]
#[expect(clippy::unused_async, reason = "as it is with Redis")]
async fn redis(
    _manager: &CacheManager,
    _lines: &Lines,
    name: &str,
    _settings: &Settings,
) -> Result<Arc<dyn Queue>, CacheError> {
    Err(nowhere(name, "store = redis"))
}

/// In the manager's log.
async fn local(
    lines: &Lines,
    name: &str,
    settings: &Settings,
) -> Result<Arc<dyn Queue>, CacheError> {
    let Some(path) = lines.log.clone() else {
        return Err(nowhere(name, "store = local"));
    };
    let opened = tokio::task::spawn_blocking(move || Log::open(&path)).await;
    let log = opened.map_err(|error| unreachable(Away(error.to_string())))??;
    let queue = LocalQueue::open(log, name, settings).await;
    Ok(Arc::new(queue.map_err(unreachable)?))
}

fn nowhere(name: &str, asked: &str) -> CacheError {
    CacheError::Config {
        setting: "strategy = write_behind",
        held: format!("`{asked}` for the changes of `{name}`"),
        takes: "somewhere to keep them: `CacheManager::builder().redis(\"redis://..\")` or \
                `.queue_redis(..)`, a local log by `.queue_log(\"changes.redb\")`, or the word \
                `volatile` for memory alone, which loses what is not written when the process ends"
            .into(),
    }
}
