//! A change to an airport.

use std::sync::Arc;

use gambeson::{CacheError, CacheManager, invalidate, log_exceptions, log_execution_time};
use serde::Deserialize;

use super::model::Airport;
use crate::db::{Db, DbError};
use crate::seed;

/// What is to change; what is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its name, 1 to 100 characters.
    pub name: Option<String>,
    /// The city that it serves, at most 100 characters.
    pub city: Option<String>,
    /// Feet above the sea, -2000 to 30000.
    pub elevation: Option<f64>,
}

impl Change {
    /// Checks what the types do not.
    ///
    /// # Errors
    ///
    /// When a value is out of its bounds; the text says which.
    pub fn check(&self) -> Result<(), &'static str> {
        if *self == Self::default() {
            return Err("nothing is to change: `name`, `city` and `elevation` can");
        }
        if self
            .name
            .as_ref()
            .is_some_and(|name| name.trim().is_empty() || !is_one_line(name))
        {
            return Err("`name` takes 1 to 100 characters on one line");
        }
        if self.city.as_ref().is_some_and(|city| !is_one_line(city)) {
            return Err("`city` takes at most 100 characters on one line");
        }
        if self
            .elevation
            .is_some_and(|feet| !(-2000.0..=30000.0).contains(&feet))
        {
            return Err("`elevation` goes from -2000 to 30000 feet");
        }
        Ok(())
    }
}

fn is_one_line(text: &str) -> bool {
    text.chars().count() <= 100 && !text.contains(char::is_control)
}

/// Changes an airport and gives it as it is now; `None` where it has gone.
///
/// # Errors
///
/// When the database cannot answer; then nothing has changed, and nothing is removed from the cache.
#[invalidate(
    keys = ["airport:{airport.icao}", "airport:{airport.iata}"],
    tags = ["country:{airport.country}"]
)]
#[log_execution_time(target = "service::model", slow = "250ms", metrics)]
#[log_exceptions(target = "service::model")]
pub async fn edit(
    db: &Db,
    airport: &Airport,
    change: &Change,
) -> Result<Option<Arc<Airport>>, DbError> {
    let mut transaction = db.pool().begin_with("BEGIN IMMEDIATE").await?;
    // Read again under the lock: what the caller holds may have come from a cache.
    let current: Option<Airport> = sqlx::query_as("SELECT * FROM airport WHERE icao = ?")
        .bind(airport.icao.as_str())
        .fetch_optional(&mut *transaction)
        .await?;
    let Some(mut new) = current else {
        return Ok(None);
    };
    if let Some(name) = &change.name {
        name.trim().clone_into(&mut new.name);
    }
    if let Some(city) = &change.city {
        city.trim().clone_into(&mut new.city);
    }
    if let Some(elevation) = change.elevation {
        new.elevation = elevation;
    }
    sqlx::query("UPDATE airport SET name = ?, city = ?, elevation = ?, folded = ? WHERE icao = ?")
        .bind(&new.name)
        .bind(&new.city)
        .bind(new.elevation)
        .bind(seed::folded(&new.name, &new.city))
        .bind(new.icao.as_str())
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(Some(Arc::new(new)))
}

/// Removes the searches and neighbourhoods from the cache, in which any airport may be.
///
/// Neither a key nor a tag says which of them it is in, so all of them go.
///
/// # Errors
///
/// When the cache's second tier cannot be told; then a list there may be as old as its ttl.
pub async fn forget_lists() -> Result<(), CacheError> {
    let cache = CacheManager::installed();
    let mut outcome = Ok(());
    for pattern in ["search:*", "nearest:*"] {
        // One that fails has cleared memory, and is no reason to keep the others.
        let cleared = cache.clear(pattern).await;
        outcome = outcome.and(cleared.map(drop));
    }
    outcome
}
