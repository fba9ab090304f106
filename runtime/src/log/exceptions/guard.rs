//! One call.

use std::fmt;
use std::ops::ControlFlow;
use std::task::{Context, Poll};

use super::site::ExceptionSite;
use crate::describe::Description;
use crate::log::call::{Moment, Outcome};
use crate::log::metrics::Meter;
use crate::stack::{Answer, Begin, Call, End, Guard, Panic};

/// One call of a function with `#[log_exceptions]`.
pub struct ExceptionsGuard<D, M: Meter> {
    site: &'static ExceptionSite,
    /// `None` while it has not begun, or nobody listens and nobody counts.
    began: Option<Moment>,
    describe: D,
    meter: M,
}

impl<D, M: Meter> ExceptionsGuard<D, M> {
    /// `describe` gives the error of a result; `meter` counts the call.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'static ExceptionSite, describe: D, meter: M) -> Self {
        Self {
            site,
            began: None,
            describe,
            meter,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin(&mut self) {
        let counts = self.meter.begin();
        if counts || self.site.is_enabled() {
            self.began = Some(Moment::now());
        }
    }

    /// A call that ends without an answer is counted.
    #[cfg_attr(not(debug_assertions), inline)]
    fn unanswered(&mut self, outcome: Outcome) {
        if M::COUNTS
            && let Some(began) = self.began.take()
        {
            self.meter.end(outcome, began.until(Moment::now()), false);
        }
    }
}

impl<R, D: Fn(&R) -> Option<Description<'_>>, M: Meter> Guard<R> for ExceptionsGuard<D, M> {
    const HEARS_PANICS: bool = M::COUNTS;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Begin<R>> {
        self.begin();
        Poll::Ready(ControlFlow::Continue(()))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<R> {
        self.begin();
        ControlFlow::Continue(())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<&R>, _: Call<'_>) -> End {
        if let Some(began) = self.began.take() {
            let error = (self.describe)(answer.result);
            if !M::COUNTS && error.is_none() {
                return End::Done;
            }
            let took = began.until(Moment::now());
            let outcome = match error {
                Some(_) => Outcome::Err,
                None => Outcome::Ok,
            };
            self.meter.end(outcome, took, false);
            if let Some(error) = error
                && (!M::COUNTS || self.site.is_enabled())
            {
                self.site.failed(error, took);
            }
        }
        End::Done
    }

    #[cold]
    fn panicked(&mut self, _: Option<&Panic>) {
        self.unanswered(Outcome::Panic);
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.unanswered(Outcome::Cancelled);
    }
}

impl<D, M: Meter> Drop for ExceptionsGuard<D, M> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.unanswered(Outcome::Cancelled);
    }
}

impl<D, M: Meter> fmt::Debug for ExceptionsGuard<D, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExceptionsGuard")
            .field("site", self.site)
            .finish_non_exhaustive()
    }
}
