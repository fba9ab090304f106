//! JSON of a value that the cache holds too.

use std::sync::Arc;

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Written as JSON without a copy of the value. (`Json<Arc<T>>` would need serde's `rc`.)
pub(crate) struct Shared<T>(pub(crate) Arc<T>);

impl<T: Serialize> IntoResponse for Shared<T> {
    fn into_response(self) -> Response {
        Json(&*self.0).into_response()
    }
}
