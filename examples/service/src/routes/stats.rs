//! `/stats`: what the cache has done since the start.

use axum::Json;
use serde_json::{Value, json};

pub(crate) async fn show() -> Json<Value> {
    Json(json!({}))
}
