//! A call of a breaker by hand, as a future.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::core::{Admission, Core};
use super::permit::Outcome;
use crate::resilience::rejected::Rejected;

pin_project! {
    /// `body`, if the circuit lets it through. Written by hand: an `async fn` would move the body, and
    /// pay for that more than the breaker costs.
    pub(super) struct Run<'a, F, J> {
        #[pin]
        body: F,
        place: Place<'a>,
        // Until the call has ended.
        judge: Option<J>,
    }
}

impl<'a, F, J> Run<'a, F, J> {
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn new(core: &'a Core, body: F, judge: J) -> Self {
        let place = Place {
            core,
            admission: None,
        };
        Self {
            body,
            place,
            judge: Some(judge),
        }
    }
}

impl<T, E, F, J> Future for Run<'_, F, J>
where
    F: Future<Output = Result<T, E>>,
    E: From<Rejected>,
    J: FnOnce(&Result<T, E>) -> Outcome,
{
    type Output = Result<T, E>;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if this.judge.is_none() {
            return Poll::Pending;
        }
        let core = this.place.core;
        let admission = match this.place.admission.take() {
            Some(admission) => admission,
            None => match core.acquire() {
                Ok(admission) => admission,
                Err(rejected) => {
                    *this.judge = None;
                    return Poll::Ready(Err(rejected.into()));
                }
            },
        };
        // A panic counts while it unwinds, wherever this future is kept.
        let guard = Guard { core, admission };
        let polled = this.body.poll(cx);
        match &polled {
            Poll::Ready(result) => {
                if let Some(judge) = this.judge.take() {
                    guard.finish(judge(result));
                }
            }
            Poll::Pending => this.place.admission = Some(guard.keep()),
        }
        polled
    }
}

/// The admission of a call between two polls.
struct Place<'a> {
    core: &'a Core,
    admission: Option<Admission>,
}

impl Drop for Place<'_> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        if let Some(admission) = self.admission {
            self.core.abandon(admission);
        }
    }
}

/// An admission of a call that panics if it does not end.
pub(super) struct Guard<'a> {
    pub(super) core: &'a Core,
    pub(super) admission: Admission,
}

impl Guard<'_> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn keep(self) -> Admission {
        let admission = self.admission;
        std::mem::forget(self);
        admission
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn finish(self, outcome: Outcome) {
        let core = self.core;
        core.finish(self.keep(), outcome);
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.core.finish(self.admission, Outcome::Failure);
    }
}
