//! What a request gets that cannot be answered: a status, and a reason as JSON (RFC 9457).

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gambeson::Rejected;
use serde::Serialize;

use crate::bookings::error::BookingError;
use crate::db::DbError;
use crate::payments::error::PayError;

/// A refusal, or a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    retry_after: Option<Duration>,
}

#[derive(Serialize)]
struct Body<'a> {
    title: &'a str,
    status: u16,
    detail: &'a str,
}

impl Problem {
    /// A refusal or failure with a reason that the client may read.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            retry_after: None,
        }
    }

    /// The same, with when it is worth coming again.
    #[must_use]
    pub fn after(self, retry_after: Option<Duration>) -> Self {
        Self {
            retry_after,
            ..self
        }
    }

    /// 400: the request says something that is not taken.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 404: there is no such thing.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 503: come again.
    pub fn busy(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail).after(Some(Duration::from_secs(1)))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            title: self.status.canonical_reason().unwrap_or("Unknown"),
            status: self.status.as_u16(),
            detail: &self.detail,
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(span) = self.retry_after {
            let seconds = span.as_secs() + u64::from(span.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        response
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        if error.is_busy() {
            return Self::busy("the database has too much to do; try again");
        }
        // The client learns nothing of the inside; the log has it from the function that asked.
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the database could not answer",
        )
    }
}

impl From<BookingError> for Problem {
    fn from(error: BookingError) -> Self {
        match error {
            BookingError::Database(error) => error.into(),
            BookingError::Payment(error) => error.into(),
            BookingError::Refused(rejected) => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "these are too many bookings")
                    .after(rejected.retry_after())
            }
        }
    }
}

impl From<PayError> for Problem {
    fn from(error: PayError) -> Self {
        match error {
            PayError::Declined => Self::new(StatusCode::PAYMENT_REQUIRED, "the card was declined"),
            PayError::Failed(_) | PayError::Unreachable(_) => {
                Self::new(StatusCode::BAD_GATEWAY, "the payment provider failed")
            }
            PayError::Rejected(Rejected::TimedOut(_)) => Self::new(
                StatusCode::GATEWAY_TIMEOUT,
                "the payment provider took too long",
            ),
            PayError::Rejected(rejected) => {
                Self::busy("no payments can be taken now").after(rejected.retry_after())
            }
        }
    }
}
