//! What is kept of a booking.
//!
//! Nothing that would hurt if the file were lost: no password, of the card its last four digits, and instead of the
//! address a pseudonym, the same for all bookings of one guest, by which they can be found again.

use gambeson::{Masked, log_exceptions, log_execution_time};
use serde::Serialize;
use serde_json::Value;

use super::request::Request;
use crate::db::{Db, DbError};
use crate::timing;

/// A row as it is before it is masked. It reaches the database, and the answer, through its masked view alone.
#[derive(Masked)]
struct Row<'a> {
    /// HMAC of the address, with the key of this instance.
    #[mask(hash)]
    guest: &'a str,
    #[mask(email)]
    email: &'a str,
    #[mask(phone)]
    phone: &'a str,
    #[mask(card)]
    card: &'a str,
}

/// The address of a guest, to be shown as a pseudonym only.
#[derive(Masked)]
struct Guest<'a> {
    #[mask(hash)]
    guest: &'a str,
}

/// What a guest is called where nobody may read addresses, in the database and in the log.
pub fn guest(request: &Request) -> Option<String> {
    let address = request.email.to_ascii_lowercase();
    let guest = Guest { guest: &address };
    let shown = serde_json::to_value(guest.masked()).ok()?;
    shown.get("guest")?.as_str().map(str::to_owned)
}

/// A booking as it is kept.
#[derive(Debug, Clone, Serialize)]
pub struct Booked {
    /// Its number.
    pub id: i64,
    /// What is kept of it, masked.
    #[serde(flatten)]
    pub kept: Value,
}

/// Keeps a booking.
///
/// # Errors
///
/// When the database cannot answer; then nothing is kept.
#[log_execution_time(target = "service::model", slow = "100ms", metrics)]
#[log_exceptions(target = "service::model")]
pub async fn book(db: &Db, request: &Request) -> Result<Booked, DbError> {
    let address = request.email.to_ascii_lowercase();
    let row = Row {
        guest: &address,
        email: &request.email,
        phone: &request.phone,
        card: &request.card,
    };
    let kept =
        serde_json::to_value(row.masked()).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let column = |name: &str| kept.get(name).and_then(Value::as_str);
    let insert = sqlx::query_as(
        "INSERT INTO booking (guest, email, phone, card) VALUES (?, ?, ?, ?) RETURNING id",
    )
    .bind(column("guest"))
    .bind(column("email"))
    .bind(column("phone"))
    .bind(column("card"))
    .fetch_one(db.pool());
    let (id,): (i64,) = timing::query(insert).await?;
    Ok(Booked { id, kept })
}

/// Removes the bookings whose guests have their addresses at `domain`.
///
/// # Errors
///
/// When the database cannot answer.
pub async fn forget(db: &Db, domain: &str) -> Result<(), DbError> {
    sqlx::query("DELETE FROM booking WHERE email LIKE '%@' || ?")
        .bind(domain)
        .execute(db.pool())
        .await?;
    Ok(())
}
