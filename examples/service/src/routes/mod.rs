//! What can be asked for over HTTP, one file per resource.

mod airport;
mod booking;
mod country;
mod health;
mod limits;
mod nearest;
mod provider;
mod search;
mod shared;
mod stats;
mod time_limit;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware;
use axum::routing::{get, post, put};

use crate::app::App;
use crate::errors::Problem;
use crate::{cache_status, html, request_id};

/// The most bytes of a request's body: that of an edit or a booking.
const BODY_BYTES: usize = 16 << 10;

/// All routes, with their limits and headers.
pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/", get(html::index))
        .route("/airports/{code}", get(airport::show).patch(airport::edit))
        .route("/airports/{code}/visits", get(airport::visits))
        .route("/countries/{country}/airports", get(country::airports))
        .route("/bookings", post(booking::book))
        .route("/nearest", get(nearest::ten))
        .route("/provider", get(provider::show))
        .route("/provider/{fault}", put(provider::set))
        .route("/search", get(search::by_name))
        .route("/health", get(health::show))
        .route("/stats", get(stats::show))
        .fallback(no_such_route)
        .method_not_allowed_fallback(no_such_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(middleware::from_fn(limits::write))
        .layer(middleware::from_fn(time_limit::apply))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            cache_status::write,
        ))
        .layer(middleware::from_fn(request_id::open))
        .with_state(app)
}

async fn no_such_route(uri: Uri) -> Problem {
    Problem::not_found(format!(
        "there is nothing at {}; GET / says what there is",
        uri.path()
    ))
}

async fn no_such_method(method: Method, uri: Uri) -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!(
            "{method} is not for {}; the header Allow says what is",
            uri.path()
        ),
    )
}
