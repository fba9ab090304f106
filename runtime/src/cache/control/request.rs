//! A wish that one call of a function is to fulfil, and how the call was answered.

use std::future::Future;
use std::sync::{Arc, Mutex};

use crate::cache::local::{self, Context};
use crate::cache::observe::{How, Report, Scoped, Traced};
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
    fn new(function: &'static str, mode: Mode) -> Arc<Self> {
        Arc::new(Self {
            function,
            mode,
            state: Mutex::default(),
        })
    }

    /// The wish, if it is for `function` and nobody has taken it.
    pub(crate) fn take(&self, function: &'static str) -> Option<Mode> {
        let mut state = lock(&self.state);
        (self.function == function && !std::mem::replace(&mut state.taken, true))
            .then_some(self.mode)
    }

    pub(crate) fn answer(&self, report: Report) {
        lock(&self.state).report = Some(report);
    }

    fn report(&self) -> Option<Report> {
        lock(&self.state).report
    }
}

pub(super) async fn requested<F: Future>(
    function: &'static str,
    mode: Mode,
    call: F,
) -> Traced<F::Output> {
    let request = Request::new(function, mode);
    let value = Scoped::new(call, {
        let request = request.clone();
        move |context: &mut Context| context.request = Some(request.clone())
    })
    .await;
    traced_value(&request, value)
}

pub(super) fn requested_blocking<R>(
    function: &'static str,
    mode: Mode,
    call: impl FnOnce() -> R,
) -> Traced<R> {
    let request = Request::new(function, mode);
    let value = local::with_context(|context| context.request = Some(request.clone()), call);
    traced_value(&request, value)
}

fn traced_value<T>(request: &Request, value: T) -> Traced<T> {
    match request.report() {
        Some(report) => Traced {
            value,
            how: report.how,
            age: report.age,
            time_left: report.time_left,
        },
        // A layer above the cache answered without calling the function.
        None => Traced {
            value,
            how: How::Bypassed,
            age: None,
            time_left: None,
        },
    }
}
