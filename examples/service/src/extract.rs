//! Parts of a request, refused with a [`Problem`] where axum would answer in plain text.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use gambeson::Masker;
use serde::de::DeserializeOwned;

use crate::errors::Problem;

/// A value from the path, such as a code: what the route's one hole holds.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(rejection) => Err(Problem::new(rejection.status(), rejection.body_text())),
        }
    }
}

/// The query.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Query::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(Problem::new(rejection.status(), rejection.body_text())),
        }
    }
}

/// Who is at the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Who asks: the address at the other end, or, where that is a proxy on this machine, the address
/// that it forwards for. What others write into the header counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<Peer>().map(|Peer(peer)| peer.ip());
        let forwarded = || {
            let header = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
            header.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
        };
        let caller = match peer {
            Some(peer) if peer.is_loopback() => forwarded().or(Some(peer)),
            other => other,
        };
        Ok(Self(
            caller.map_or_else(|| "unknown".to_owned(), |ip| ip.to_string()),
        ))
    }
}

/// The body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(Problem::new(rejection.status(), rejection.body_text())),
        }
    }
}

/// A body that nothing may be repeated of, not even where it is refused: `serde` quotes what it cannot take, and that may
/// be a password in the wrong place.
#[derive(Debug)]
pub struct Confidential<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Confidential<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => {
                let why = Masker::global().mask_error(&rejection);
                tracing::info!(why, "a body is refused");
                Err(Problem::new(rejection.status(), why))
            }
        }
    }
}

/// What the request's own `Cache-Control` says (RFC 9111, section 5.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheControl {
    /// Nothing: an answer from the cache will do.
    Any,
    /// `no-cache` or `no-store`: the answer comes from the database, past the cache.
    PastTheCache,
}

impl CacheControl {
    /// Waits for the one of two ways to the answer that the request asks for. The other is never
    /// begun.
    pub async fn choose<T>(
        self,
        cached: impl Future<Output = T>,
        past_the_cache: impl Future<Output = T>,
    ) -> T {
        match self {
            Self::Any => cached.await,
            Self::PastTheCache => past_the_cache.await,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CacheControl {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let past = parts
            .headers
            .get_all(header::CACHE_CONTROL)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .any(|word| {
                word.eq_ignore_ascii_case("no-cache") || word.eq_ignore_ascii_case("no-store")
            });
        Ok(if past { Self::PastTheCache } else { Self::Any })
    }
}
