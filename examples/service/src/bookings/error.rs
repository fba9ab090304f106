//! Why there is no booking.

use std::fmt;

use gambeson::Rejected;

use crate::db::DbError;
use crate::payments::error::PayError;

/// Why there is no booking.
#[derive(Debug)]
pub enum BookingError {
    /// The database could not keep it.
    Database(DbError),
    /// It was not paid.
    Payment(PayError),
    /// The caller asks too often.
    Refused(Rejected),
}

impl From<DbError> for BookingError {
    fn from(error: DbError) -> Self {
        Self::Database(error)
    }
}

impl From<PayError> for BookingError {
    fn from(error: PayError) -> Self {
        Self::Payment(error)
    }
}

impl From<Rejected> for BookingError {
    fn from(rejected: Rejected) -> Self {
        Self::Refused(rejected)
    }
}

impl fmt::Display for BookingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Payment(error) => error.fmt(f),
            Self::Refused(rejected) => rejected.fmt(f),
        }
    }
}

impl std::error::Error for BookingError {}
