//! `/search?q=..`: airports by a part of their name or city, a page at a time.

use axum::extract::State;
use gambeson::log_execution_time;
use serde::Deserialize;

use crate::airports::model::Airport;
use crate::airports::page::{Listing, Page};
use crate::airports::search::{self, SearchCache, Words};
use crate::app::App;
use crate::errors::Problem;
use crate::extract::{CacheControl, Query};
use crate::routes::shared::Shared;

#[derive(Deserialize)]
pub(crate) struct Asked {
    q: Words,
    page: Option<u32>,
    size: Option<u32>,
}

#[log_execution_time(target = "service::api", slow = "250ms", metrics)]
pub(crate) async fn by_name(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    cache_control: CacheControl,
) -> Result<Shared<Listing<Airport>>, Problem> {
    let page = Page::new(asked.page, asked.size).map_err(Problem::bad_request)?;
    let cached = search::search(&app.db, &asked.q, page);
    let past_the_cache = SearchCache::bypass(&app.db, &asked.q, page);
    Ok(Shared(cache_control.choose(cached, past_the_cache).await?))
}
