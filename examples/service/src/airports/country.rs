//! The airports of a country.

use std::sync::Arc;

use gambeson::{cached, log_exceptions, log_execution_time};

use super::code::Country;
use super::model::Airport;
use super::page::{Listing, Page};
use crate::db::{Db, DbError};
use crate::timing;

/// The airports of a country in the order of their ICAO codes; `None` where it has none.
///
/// # Errors
///
/// When the database cannot answer.
#[cached(
    ttl = "1m",
    negative_ttl = "10s",
    key = "country:{country}:{page.number}:{page.size}",
    tags = ["country:{country}"],
    handle = CountryCache
)]
#[log_execution_time(target = "service::model", slow = "100ms", metrics, args(country))]
#[log_exceptions(target = "service::model")]
pub async fn of_country(
    db: &Db,
    country: &Country,
    page: Page,
) -> Result<Option<Arc<Listing<Airport>>>, DbError> {
    let total = sqlx::query_as("SELECT count(*) FROM airport WHERE country = ?")
        .bind(country.as_str())
        .fetch_one(db.pool());
    let (total,): (u32,) = timing::query(total).await?;
    if total == 0 {
        return Ok(None);
    }
    let items =
        sqlx::query_as("SELECT * FROM airport WHERE country = ? ORDER BY icao LIMIT ? OFFSET ?")
            .bind(country.as_str())
            .bind(page.size)
            .bind(page.offset())
            .fetch_all(db.pool());
    let items = timing::query(items).await?;
    Ok(Some(Arc::new(Listing::new(page, total, items))))
}
