//! `/health`: whether this instance can answer.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::errors::Problem;

/// 503 when the database does not answer.
pub(crate) async fn show(State(app): State<App>) -> Result<Json<Value>, Problem> {
    app.db.ping().await.map_err(|error| {
        tracing::warn!(%error, "the database does not answer");
        Problem::busy("the database does not answer")
    })?;
    Ok(Json(json!({ "status": "ok", "database": "up" })))
}
