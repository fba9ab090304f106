//! `/nearest?lat=..&lon=..`: the ten airports nearest to a point.

use axum::extract::State;

use crate::airports::nearest::{self, Near, Spot};
use crate::app::App;
use crate::errors::Problem;
use crate::extract::{CacheControl, Query};
use crate::routes::shared::Shared;

pub(crate) async fn ten(
    State(app): State<App>,
    Query(spot): Query<Spot>,
    _: CacheControl,
) -> Result<Shared<Vec<Near>>, Problem> {
    Ok(Shared(nearest::nearest(&app.db, spot).await?))
}
