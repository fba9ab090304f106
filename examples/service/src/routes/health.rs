//! `/health`: whether this instance can answer.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::errors::Problem;

/// 503 when the database does not answer. A Redis that is down is no reason: the service runs
/// without it.
pub(crate) async fn show(State(app): State<App>) -> Result<Json<Value>, Problem> {
    app.db.ping().await.map_err(|error| {
        tracing::warn!(%error, "the database does not answer");
        Problem::busy("the database does not answer")
    })?;
    let health = app.cache.health().await;
    let redis = health.redis.map(|redis| {
        json!({
            "state": format!("{:?}", redis.state).to_lowercase(),
            "since_seconds": redis.since.as_secs(),
            "round_trip_ms": redis.round_trip.map(|time| time.as_secs_f64() * 1e3),
            "why": redis.why,
        })
    });
    let memory = json!({ "entries": health.memory.entries, "bytes": health.memory.bytes });
    Ok(Json(json!({
        "status": "ok",
        "database": "up",
        "cache": { "memory": memory, "redis": redis },
    })))
}
