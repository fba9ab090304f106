//! A booking is paid, and then kept.

use gambeson::{log_exceptions, log_execution_time, rate_limit};

use super::error::BookingError;
use super::request::Request;
use super::store::{self, Booked};
use crate::app::App;
use crate::payments::error::PayError;
use crate::payments::gateway::Charge;

/// What a booking costs, in cents.
const PRICE: u32 = 49_00;

/// Charges the card, and keeps the booking. A caller may make twenty a second, and a hundred at
/// once; `key` is the same for a request that comes again.
///
/// # Errors
///
/// When the caller asks too often, the card cannot be charged, or the database cannot answer; in
/// the last case the card was charged, and a request with the same key charges nothing more.
#[log_execution_time(target = "service::api", slow = "1s", metrics, args(caller, request = masked))]
#[log_exceptions(
    target = "service::api",
    skip(
        BookingError::Refused(_) => debug,
        BookingError::Payment(PayError::Declined) => info
    ),
    count = 10
)]
#[rate_limit("20/s", burst = 100, key = "{caller}", name = "bookings")]
pub async fn make(
    app: &App,
    caller: &str,
    key: String,
    request: &Request,
) -> Result<Booked, BookingError> {
    let charge = Charge {
        card: request.card.clone(),
        amount: PRICE,
        key: format!("{caller} {key}"),
    };
    let receipt = app.payments.charge(&charge).await?;
    tracing::info!(receipt = receipt.receipt, "a card is charged");
    Ok(store::book(&app.db, request).await?)
}
