//! The longest that one request may take.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::errors::Problem;

/// From the end of the request's head to the answer; a body that trickles in counts.
const LIMIT: Duration = Duration::from_secs(10);

/// Answers 503 when the time is over, and drops what was being done.
pub(crate) async fn apply(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LIMIT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::busy(format!("the answer took longer than {LIMIT:?}; try again"))
            .into_response(),
    }
}
