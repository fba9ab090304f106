//! Calls of a cached function that ask for something else than the usual.

use std::future::Future;

use super::request::{Mode, requested, requested_blocking};
use crate::cache::observe::Traced;

/// Calls the function so that it loads and stores, whatever is cached.
pub async fn refresh<F: Future>(function: &'static str, call: F) -> F::Output {
    requested(function, Mode::Refresh, call).await.value
}

/// Calls the function beside the cache.
pub async fn bypass<F: Future>(function: &'static str, call: F) -> F::Output {
    requested(function, Mode::Bypass, call).await.value
}

/// Calls the function and tells how it was answered.
pub async fn traced<F: Future>(function: &'static str, call: F) -> Traced<F::Output> {
    requested(function, Mode::Usual, call).await
}

/// [`refresh`] for a sync function.
pub fn refresh_blocking<R>(function: &'static str, call: impl FnOnce() -> R) -> R {
    requested_blocking(function, Mode::Refresh, call).value
}

/// [`bypass`] for a sync function.
pub fn bypass_blocking<R>(function: &'static str, call: impl FnOnce() -> R) -> R {
    requested_blocking(function, Mode::Bypass, call).value
}

/// [`traced`] for a sync function.
pub fn traced_blocking<R>(function: &'static str, call: impl FnOnce() -> R) -> Traced<R> {
    requested_blocking(function, Mode::Usual, call)
}
