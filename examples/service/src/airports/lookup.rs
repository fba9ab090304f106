//! One airport by its code.

use std::sync::Arc;

use gambeson::cached;

use super::code::Code;
use super::model::Airport;
use crate::db::{Db, DbError};

/// The airport of this ICAO or IATA code.
///
/// # Errors
///
/// When the database cannot answer.
#[cached(ttl = "5m", negative_ttl = "10s", key = "airport:{code}", handle = AirportCache)]
pub async fn airport(db: &Db, code: &Code) -> Result<Option<Arc<Airport>>, DbError> {
    let found = sqlx::query_as("SELECT * FROM airport WHERE icao = ?1 OR iata = ?1")
        .bind(code.as_str())
        .fetch_optional(db.pool())
        .await?;
    Ok(found.map(Arc::new))
}
