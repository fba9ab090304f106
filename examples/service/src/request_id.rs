//! Whose request it is: an id, and the trace that it is part of, on every line that it causes.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use gambeson::context::{self, Context};

/// The id of a request, from the caller or from here.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The trace that it is part of (W3C Trace Context).
pub(crate) const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Takes the id and the trace that the caller gives, or makes them; all that is logged until the
/// answer carries them, and the answer says the id. What cannot be an id is refused: it would stand
/// in every line.
pub(crate) async fn open(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let context = Context::from_foreign(one(headers, &REQUEST_ID), one(headers, &TRACEPARENT));
    let id = HeaderValue::from_str(context.request_id());
    let mut response = context::scope(context, next.run(request)).await;
    if let Ok(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// What goes along with a call to somebody else: the same id, and the same trace.
pub(crate) fn along() -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(context) = context::current() {
        let values = [
            (REQUEST_ID, context.request_id().to_owned()),
            (TRACEPARENT, context.traceparent().to_string()),
        ];
        for (name, value) in values {
            headers.extend(HeaderValue::try_from(value).ok().map(|value| (name, value)));
        }
    }
    headers
}

/// A header that stands there once: of two that differ nobody knows which one is meant.
fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a HeaderValue> {
    let mut values = headers.get_all(name).iter();
    let value = values.next();
    value.filter(|_| values.next().is_none())
}
