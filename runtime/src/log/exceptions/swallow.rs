//! `reraise = false`: what is returned where a function fails, and that it is counted.
//!
//! The guard tells of the failure; this stands around it.

use std::any::Any;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt;

/// Whether there has to be another answer: [`Break`](ControlFlow::Break) is the one there is,
/// [`Continue`](ControlFlow::Continue) the error that is swallowed.
#[cfg_attr(not(debug_assertions), inline)]
pub fn swallow<T, E>(
    function: &'static str,
    result: Result<T, E>,
    swallows: impl FnOnce(&E) -> bool,
) -> ControlFlow<Result<T, E>, E> {
    match result {
        Err(error) if swallows(&error) => {
            swallowed(function);
            ControlFlow::Continue(error)
        }
        result => ControlFlow::Break(result),
    }
}

/// A panic that was swallowed: it is dropped, and counted.
pub fn swallow_panic(function: &'static str, panic: Box<dyn Any + Send>) {
    swallowed(function);
    // What it panicked with may panic when it is dropped.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(panic)));
}

/// The future, or what it panicked with.
///
/// # Errors
///
/// With the panic.
pub async fn catching<F: Future>(future: F) -> Result<F::Output, Box<dyn Any + Send>> {
    AssertUnwindSafe(future).catch_unwind().await
}

/// The same for what is not async.
///
/// # Errors
///
/// With the panic.
pub fn catching_blocking<R>(body: impl FnOnce() -> R) -> Result<R, Box<dyn Any + Send>> {
    catch_unwind(AssertUnwindSafe(body))
}

/// Counted by the facade as it is now: it is rare, and a recorder may come later.
#[cold]
fn swallowed(function: &'static str) {
    #[cfg(feature = "metrics")]
    metrics::counter!(crate::metrics::ERRORS_SWALLOWED, "function" => function).increment(1);
    #[cfg(not(feature = "metrics"))]
    let _ = function;
}
