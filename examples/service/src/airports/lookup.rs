//! One airport by its code.

use std::sync::Arc;

use gambeson::{cached, log_exceptions, log_execution_time};

use super::code::Code;
use super::model::Airport;
use crate::db::{Db, DbError};
use crate::timing;

/// The airport of this ICAO or IATA code.
///
/// # Errors
///
/// When the database cannot answer.
#[cached(ttl = "5m", negative_ttl = "10s", key = "airport:{code}", handle = AirportCache)]
#[log_execution_time(target = "service::model", slow = "100ms", metrics, args(code))]
#[log_exceptions(target = "service::model")]
pub async fn airport(db: &Db, code: &Code) -> Result<Option<Arc<Airport>>, DbError> {
    let found = sqlx::query_as("SELECT * FROM airport WHERE icao = ?1 OR iata = ?1")
        .bind(code.as_str())
        .fetch_optional(db.pool());
    let found = timing::query(found).await?;
    Ok(found.map(Arc::new))
}
