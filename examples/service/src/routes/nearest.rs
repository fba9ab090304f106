//! `/nearest?lat=..&lon=..`: the ten airports nearest to a point.

use axum::extract::State;
use gambeson::log_execution_time;

use crate::airports::nearest::{self, Near, NearestCache, Spot};
use crate::app::App;
use crate::errors::Problem;
use crate::extract::{CacheControl, Query};
use crate::routes::shared::Shared;

#[log_execution_time(target = "service::api", slow = "500ms", metrics)]
pub(crate) async fn ten(
    State(app): State<App>,
    Query(spot): Query<Spot>,
    cache_control: CacheControl,
) -> Result<Shared<Vec<Near>>, Problem> {
    let cached = nearest::nearest(&app.db, spot);
    Ok(Shared(
        cache_control
            .choose(cached, NearestCache::bypass(&app.db, spot))
            .await?,
    ))
}
