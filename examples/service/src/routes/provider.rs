//! `/provider`: the payment provider of this instance, to be broken and mended.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::errors::Problem;
use crate::extract::Path;
use crate::payments::fault::Fault;

pub(crate) async fn show(State(app): State<App>) -> Json<Value> {
    let provider = &app.provider;
    Json(json!({
        "address": provider.address(),
        "fault": provider.fault().as_str(),
        "charged": provider.charged(),
        "circuit": app.payments.circuit().as_str(),
    }))
}

pub(crate) async fn set(
    State(app): State<App>,
    Path(fault): Path<String>,
) -> Result<Json<Value>, Problem> {
    let fault: Fault = fault.parse().map_err(Problem::bad_request)?;
    app.provider.set(fault);
    Ok(show(State(app)).await)
}
