//! `/bookings`: a booking, whose request reaches the log masked.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::bookings::request::Request;
use crate::bookings::store::{self, Booked};
use crate::errors::Problem;
use crate::extract::Confidential;

pub(crate) async fn book(
    State(app): State<App>,
    Confidential(request): Confidential<Request>,
) -> Result<(StatusCode, Json<Booked>), Problem> {
    // All of it, as one would while looking for a fault: what derives `Masked` has no other `Debug`.
    tracing::info!(?request, "a booking is asked for");
    if let Err(why) = request.check() {
        tracing::info!(why, "a booking is refused");
        return Err(Problem::bad_request(why));
    }
    let booked = store::book(&app.db, &request).await?;
    tracing::info!(id = booked.id, "a booking is made");
    Ok((StatusCode::CREATED, Json(booked)))
}
