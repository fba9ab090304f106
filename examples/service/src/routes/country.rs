//! `/countries/{country}/airports`: the airports of a country, a page at a time.

use axum::extract::State;
use gambeson::log_execution_time;

use crate::airports::code::Country;
use crate::airports::country::{self, CountryCache};
use crate::airports::model::Airport;
use crate::airports::page::{Listing, Page};
use crate::app::App;
use crate::errors::Problem;
use crate::extract::{CacheControl, Path, Query};
use crate::routes::shared::Shared;

#[log_execution_time(target = "service::api", slow = "250ms", metrics)]
pub(crate) async fn airports(
    State(app): State<App>,
    Path(code): Path<Country>,
    Query(page): Query<Page>,
    cache_control: CacheControl,
) -> Result<Shared<Listing<Airport>>, Problem> {
    let cached = country::of_country(&app.db, &code, page);
    let found = cache_control
        .choose(cached, CountryCache::bypass(&app.db, &code, page))
        .await?;
    found
        .map(Shared)
        .ok_or_else(|| Problem::not_found(format!("no airport lies in the country {code}")))
}
