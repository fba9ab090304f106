//! The control surface of one function: what a handle's methods call.

use std::future::Future;
use std::sync::Mutex;

use crate::cache::engine::{self, ManagerRef};
use crate::cache::error::CacheError;
use crate::cache::key::Key;
use crate::cache::local::{self, Context};
use crate::cache::manager::Removed;
use crate::cache::observe::{How, Report, Scoped, Traced};
use crate::cache::plan::Plan;
use crate::cache::shape::Shape;
use crate::cache::site::BY_HAND;
use crate::cache::ttl::TimeLeft;
use crate::sync::lock;

/// What a call is to do about the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Answer from it, or load and store.
    Usual,
    /// Load and store, whatever is there.
    Refresh,
    /// Neither look nor store.
    Bypass,
}

/// A wish for the next call of one function inside a scope.
#[derive(Debug)]
pub(crate) struct Request {
    function: &'static str,
    mode: Mode,
    state: Mutex<RequestState>,
}

#[derive(Debug, Default)]
struct RequestState {
    taken: bool,
    report: Option<Report>,
}

impl Request {
    fn new(function: &'static str, mode: Mode) -> std::sync::Arc<Self> {
        std::sync::Arc::new(Self { function, mode, state: Mutex::default() })
    }

    /// The wish, if it is for `function` and nobody has taken it.
    pub(crate) fn take(&self, function: &'static str) -> Option<Mode> {
        let mut state = lock(&self.state);
        (self.function == function && !std::mem::replace(&mut state.taken, true)).then_some(self.mode)
    }

    pub(crate) fn answer(&self, report: Report) {
        lock(&self.state).report = Some(report);
    }

    fn report(&self) -> Option<Report> {
        lock(&self.state).report
    }
}

async fn requested<F: Future>(function: &'static str, mode: Mode, call: F) -> Traced<F::Output> {
    let request = Request::new(function, mode);
    let value = Scoped::new(call, {
        let request = request.clone();
        move |context: &mut Context| context.request = Some(request.clone())
    })
    .await;
    traced_value(&request, value)
}

fn requested_blocking<R>(function: &'static str, mode: Mode, call: impl FnOnce() -> R) -> Traced<R> {
    let request = Request::new(function, mode);
    let value = local::with_context(|context| context.request = Some(request.clone()), call);
    traced_value(&request, value)
}

fn traced_value<T>(request: &Request, value: T) -> Traced<T> {
    match request.report() {
        Some(report) => {
            Traced { value, how: report.how, age: report.age, time_left: report.time_left }
        }
        // A layer above the cache answered without calling the function.
        None => Traced { value, how: How::Bypassed, age: None, time_left: None },
    }
}

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

/// Removes the entry.
pub async fn invalidate<M: ManagerRef>(manager: M, key: Key) -> Result<Removed, CacheError> {
    let manager = manager.handle();
    manager.invalidate(&BY_HAND, &[key]).await
}

/// [`invalidate`] for a sync function.
pub fn invalidate_blocking<M: ManagerRef>(manager: M, key: Key) -> Removed {
    manager.handle().invalidate_later(&BY_HAND, &[key])
}

/// What the function would return from the cache, without running its body.
pub async fn peek<M: ManagerRef, S: Shape>(manager: M, plan: Plan<S>, key: Key) -> Option<S::Ret> {
    let manager = manager.handle();
    let held = engine::look(&manager, &key, plan.ops, plan.fault.ops).await?;
    engine::result(&plan, held)
}

/// [`peek`] for a sync function.
pub fn peek_blocking<M: ManagerRef, S: Shape>(manager: M, plan: Plan<S>, key: Key) -> Option<S::Ret> {
    let manager = manager.handle();
    let entry = manager.memory().peek(&key, manager.now())?;
    engine::result(&plan, entry.value)
}

/// How long the entry still lives; `None` if there is none.
pub async fn ttl_of<M: ManagerRef>(manager: M, key: Key) -> Option<TimeLeft> {
    let manager = manager.handle();
    manager.ttl_of(key).await
}

/// [`ttl_of`] for a sync function.
pub fn ttl_of_blocking<M: ManagerRef>(manager: M, key: Key) -> Option<TimeLeft> {
    manager.handle().memory_ttl_of(&key)
}
