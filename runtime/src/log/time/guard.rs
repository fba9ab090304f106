//! One call.

use std::ops::ControlFlow;
use std::task::{Context, Poll};

use super::site::TimeSite;
use crate::log::call::{Moment, Outcome};
use crate::log::metrics::Meter;
use crate::stack::{Answer, Begin, Call, End, Guard, Panic};

/// One call of a function with `#[log_execution_time]`.
#[derive(Debug)]
pub struct TimeGuard<J, M: Meter> {
    site: &'static TimeSite,
    /// `None` while it has not begun, or nobody listens and nobody counts.
    began: Option<Moment>,
    judge: J,
    meter: M,
}

impl<J, M: Meter> TimeGuard<J, M> {
    /// `judge` tells how a call ended, by its result; `meter` counts it.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'static TimeSite, judge: J, meter: M) -> Self {
        Self {
            site,
            began: None,
            judge,
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

    #[cfg_attr(not(debug_assertions), inline)]
    fn ended(&mut self, outcome: Outcome) {
        if let Some(began) = self.began.take() {
            let took = began.until(Moment::now());
            self.meter.end(outcome, took, false);
            // A call that is only counted has been begun for nobody who listens.
            if !M::COUNTS || self.site.is_enabled() {
                self.site.ended(outcome, took);
            }
        }
    }
}

impl<R, J: Fn(&R) -> Outcome, M: Meter> Guard<R> for TimeGuard<J, M> {
    const HEARS_PANICS: bool = true;

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
        if self.began.is_some() {
            let outcome = (self.judge)(answer.result);
            self.ended(outcome);
        }
        End::Done
    }

    #[cold]
    fn panicked(&mut self, _: Option<&Panic>) {
        self.ended(Outcome::Panic);
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.ended(Outcome::Cancelled);
    }
}

impl<J, M: Meter> Drop for TimeGuard<J, M> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.ended(Outcome::Cancelled);
    }
}
