//! `/airports/{code}`: one airport, read and changed.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use gambeson::{context, log_execution_time};
use serde_json::{Value, json};

use crate::airports::code::Code;
use crate::airports::edit::{self, Change};
use crate::airports::lookup::{self, AirportCache};
use crate::airports::model::Airport;
use crate::app::App;
use crate::db::DbError;
use crate::errors::Problem;
use crate::extract::{CacheControl, Json, Path};
use crate::routes::shared::Shared;

#[log_execution_time(target = "service::api", slow = "250ms", metrics)]
pub(crate) async fn show(
    State(app): State<App>,
    Path(code): Path<Code>,
    cache_control: CacheControl,
) -> Result<Shared<Airport>, Problem> {
    let cached = lookup::airport(&app.db, &code);
    let found = cache_control
        .choose(cached, AirportCache::bypass(&app.db, &code))
        .await?;
    let airport = found.ok_or_else(|| unknown(&code))?;
    app.visits.count(&airport.icao);
    Ok(Shared(airport))
}

#[log_execution_time(target = "service::api", slow = "250ms", metrics)]
pub(crate) async fn visits(
    State(app): State<App>,
    Path(code): Path<Code>,
) -> Result<axum::Json<Value>, Problem> {
    let airport = lookup::airport(&app.db, &code)
        .await?
        .ok_or_else(|| unknown(&code))?;
    let visits = app.visits.of(&airport.icao).await?;
    Ok(axum::Json(
        json!({ "icao": airport.icao, "visits": visits }),
    ))
}

#[log_execution_time(target = "service::api", slow = "1s", metrics)]
pub(crate) async fn edit(
    State(app): State<App>,
    Path(code): Path<Code>,
    Json(change): Json<Change>,
) -> Result<Shared<Airport>, Problem> {
    change.check().map_err(Problem::bad_request)?;
    let airport = lookup::airport(&app.db, &code)
        .await?
        .ok_or_else(|| unknown(&code))?;
    // In a task of its own, of the same request: what has begun is carried out, also when the client hangs up.
    let carried_out = context::spawn(async move {
        app.cache
            .clone()
            .scope(carry_out(&app, &airport, &change))
            .await
    });
    let changed = carried_out.await.map_err(|error| {
        tracing::error!(%error, "an edit panicked");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the edit could not be carried out",
        )
    })??;
    changed.map(Shared).ok_or_else(|| unknown(&code))
}

async fn carry_out(
    app: &App,
    airport: &Airport,
    change: &Change,
) -> Result<Option<Arc<Airport>>, DbError> {
    let changed = edit::edit(&app.db, airport, change).await?;
    if let Err(error) = edit::forget_lists().await {
        tracing::warn!(%error, "lists in Redis may be old until they expire");
    }
    Ok(changed)
}

fn unknown(code: &Code) -> Problem {
    Problem::not_found(format!("no airport has the code {code}"))
}
