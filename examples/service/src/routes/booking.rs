//! `/bookings`: a booking, whose request reaches the log masked.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use gambeson::{context, log_execution_time};

use crate::app::App;
use crate::bookings::making;
use crate::bookings::request::Request;
use crate::bookings::store::{self, Booked};
use crate::errors::Problem;
use crate::extract::{Caller, Confidential};

#[log_execution_time(target = "service::api", slow = "1s", metrics)]
pub(crate) async fn book(
    State(app): State<App>,
    Caller(caller): Caller,
    headers: HeaderMap,
    Confidential(request): Confidential<Request>,
) -> Result<(StatusCode, Json<Booked>), Problem> {
    // All of it, as one would while looking for a fault: what derives `Masked` has no other `Debug`.
    tracing::info!(?request, "a booking is asked for");
    if let Err(why) = request.check() {
        tracing::info!(why, "a booking is refused");
        return Err(Problem::bad_request(why));
    }
    // From here on every line says whose booking it is, by the name that the database has for a guest.
    if let Some(guest) = store::guest(&request) {
        context::set_user(guest);
    }
    let booked = making::make(&app, &caller, key(&headers), &request).await?;
    tracing::info!(id = booked.id, "a booking is made");
    Ok((StatusCode::CREATED, Json(booked)))
}

/// What the client calls this booking, so that it may ask again when it got no answer; or a name
/// that nobody else has.
fn key(headers: &HeaderMap) -> String {
    let given = headers.get("idempotency-key");
    let given = given.and_then(|key| key.to_str().ok());
    let given = given.filter(|key| (1..=100).contains(&key.len()));
    given.map_or_else(|| format!("{:032x}", rand::random::<u128>()), str::to_owned)
}
