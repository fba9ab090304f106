//! What a rate limit leaves to the caller, on every answer that one has decided about.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use gambeson::resilience::RateLimits;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Writes the headers that most services have: how many may come at once, how many are left, and in
/// how many seconds all of them are.
pub(crate) async fn write(request: Request, next: Next) -> Response {
    let (mut response, limits) = RateLimits::observe(next.run(request)).await;
    if let Some(seen) = limits.tightest() {
        let decision = seen.decision;
        let seconds = decision.reset.as_secs() + u64::from(decision.reset.subsec_nanos() > 0);
        let headers = response.headers_mut();
        headers.insert(LIMIT, HeaderValue::from(decision.limit));
        headers.insert(REMAINING, HeaderValue::from(decision.remaining));
        headers.insert(RESET, HeaderValue::from(seconds));
    }
    response
}
