//! Airports by a part of their name or city.

use std::sync::Arc;

use gambeson::{CacheKey, cached, log_exceptions, log_execution_time};
use serde::Deserialize;

use super::model::Airport;
use super::page::{Listing, Page};
use crate::db::{Db, DbError};
use crate::timing;

/// What is searched for: 2 to 64 characters, without blanks around them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, CacheKey, Deserialize)]
#[serde(try_from = "String")]
pub struct Words(String);

impl TryFrom<String> for Words {
    type Error = &'static str;

    /// Case does not matter to a search, so one spelling stands for all.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let words = text.trim().to_lowercase();
        if !(2..=64).contains(&words.chars().count()) || words.contains(char::is_control) {
            return Err("`q` takes 2 to 64 characters of a name or city");
        }
        Ok(Self(words))
    }
}

/// The airports whose name or city contains the words, in the order of their names.
///
/// # Errors
///
/// When the database cannot answer.
#[cached(
    ttl = "1m",
    key = "search:{words}:{page.number}:{page.size}",
    handle = SearchCache
)]
#[log_execution_time(target = "service::model", slow = "100ms", metrics)]
#[log_exceptions(target = "service::model")]
pub async fn search(db: &Db, words: &Words, page: Page) -> Result<Arc<Listing<Airport>>, DbError> {
    let total = sqlx::query_as("SELECT count(*) FROM airport WHERE instr(folded, ?)")
        .bind(words.0.as_str())
        .fetch_one(db.pool());
    let (total,): (u32,) = timing::query(total).await?;
    let items = sqlx::query_as(
        "SELECT * FROM airport WHERE instr(folded, ?) ORDER BY name, icao LIMIT ? OFFSET ?",
    )
    .bind(words.0.as_str())
    .bind(page.size)
    .bind(page.offset())
    .fetch_all(db.pool());
    let items = timing::query(items).await?;
    Ok(Arc::new(Listing::new(page, total, items)))
}
