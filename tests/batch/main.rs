//! `batch(ids -> id)`: many entries by one call, on memory alone and with Redis behind it.

mod ends;
mod flights;
mod forms;
mod kept;
mod redis;
mod store;

use std::collections::HashMap;

use gambeson::{CacheManager, cached};
use store::{Down, Row, Store};

/// Rows by id, as most of these tests load them.
#[cached(ttl = "1m", key = "row:{id}", batch(ids -> id), cache = cache)]
async fn rows(cache: &CacheManager, store: &Store, ids: &[u64]) -> Result<HashMap<u64, Row>, Down> {
    store.rows(ids).await
}

/// One of them: of the same key, and so of the same entries and flights.
#[cached(ttl = "1m", key = "row:{id}", cache = cache)]
async fn row(cache: &CacheManager, store: &Store, id: u64) -> Result<Option<Row>, Down> {
    Ok(store.rows(&[id]).await?.remove(&id))
}
