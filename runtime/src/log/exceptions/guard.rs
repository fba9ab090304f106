//! One call.

use std::fmt;
use std::mem;
use std::ops::ControlFlow;
use std::task::{Context, Poll};
use std::time::Duration;

use super::failure::Failure;
use super::site::{Ended, ExceptionSite};
use crate::log::call::value::{HoldsValues, Values};
use crate::log::call::{Frame, Marks, Moment, Outcome, frames, measured};
use crate::log::metrics::{JudgingMeter, Meter};
use crate::stack::{Answer, Begin, Call, End, Guard, Panic};

/// One call of a function with `#[log_exceptions]`.
pub struct ExceptionsGuard<D, M: Meter, V: HoldsValues = ()> {
    site: &'static ExceptionSite,
    /// `None` while it has not begun, or nobody listens and nobody counts.
    began: Option<Moment>,
    /// Whether its frame is that of the thread.
    is_in: bool,
    /// What has been told of failures beneath it. While the body is polled, its frame has it.
    marks: Marks,
    failure: D,
    meter: M,
    values: V,
}

#[cfg_attr(not(debug_assertions), inline)]
fn since(began: Moment) -> Duration {
    measured(Moment::now().nanos().saturating_sub(began.nanos()))
}

impl<D, M: Meter> ExceptionsGuard<D, M> {
    /// `failure` gives the error of a result, where it is to be told; `meter` counts the call.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'static ExceptionSite, failure: D, meter: M) -> Self {
        Self::of(site, failure, meter, ())
    }
}

impl<D, M: Meter> ExceptionsGuard<D, M, Values> {
    /// The same, with what is told beside.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn telling(site: &'static ExceptionSite, failure: D, values: Values, meter: M) -> Self {
        Self::of(site, failure, meter, values)
    }
}

impl<D, M: Meter, V: HoldsValues> ExceptionsGuard<D, M, V> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn of(site: &'static ExceptionSite, failure: D, meter: M, values: V) -> Self {
        Self {
            site,
            began: None,
            is_in: false,
            marks: Marks::default(),
            failure,
            meter,
            values,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin(&mut self) {
        self.site.tell_repeated();
        // Counted or not, it is told of only if somebody listens when it ends.
        if self.meter.begin() || self.site.listens() {
            self.began = Some(Moment::now());
        }
    }

    /// Takes back what the frame has had.
    #[cfg_attr(not(debug_assertions), inline)]
    fn leave_frame(&mut self) {
        if mem::take(&mut self.is_in)
            && let Some(marks) = frames::leave().and_then(|frame| frame.marks)
        {
            self.marks = marks;
        }
    }

    /// The call is over. Tasks that it has started may go on.
    #[cfg_attr(not(debug_assertions), inline)]
    fn forget(&mut self) {
        if let Some(running) = mem::take(&mut self.marks).into_running() {
            frames::nearest(|above| above.join(running));
        }
    }

    /// Whether somebody listens to a call that has begun.
    #[cfg_attr(not(debug_assertions), inline)]
    fn is_told(&self) -> bool {
        !M::COUNTS || self.site.listens()
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancelled(&mut self) {
        if let Some(began) = self.began.take()
            && (M::COUNTS || self.site.tells_cancelled())
        {
            let took = since(began);
            self.meter.end(Outcome::Cancelled, took, false);
            if self.is_told() && self.site.tells_cancelled() {
                self.site.cancelled(Ended::new(took, self.values.values()));
            }
        }
        self.marks = Marks::default();
    }
}

impl<R, D, M, V> Guard<R> for ExceptionsGuard<D, M, V>
where
    D: Fn(&R) -> Option<Failure<'_>>,
    M: JudgingMeter<R>,
    V: HoldsValues,
{
    const HEARS_PANICS: bool = true;
    const CATCHES_PANICS: bool = true;

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
    fn enter(&mut self) {
        if self.began.is_some() {
            self.is_in = true;
            frames::enter(Frame {
                function: Some(self.site.function()),
                marks: Some(mem::take(&mut self.marks)),
            });
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn leave(&mut self) {
        self.leave_frame();
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<&R>, _: Call<'_>) -> End {
        if let Some(began) = self.began.take() {
            let counted = M::COUNTS.then(|| {
                let took = since(began);
                let outcome = self.meter.judge(answer.result);
                self.meter.end(outcome, took, false);
                took
            });
            let failure = (self.failure)(answer.result).filter(|_| self.is_told());
            match failure {
                Some(failure) => {
                    let took = counted.unwrap_or_else(|| since(began));
                    let ended = Ended::new(took, self.values.values());
                    self.site
                        .failed(&failure, ended, mem::take(&mut self.marks));
                }
                None => self.forget(),
            }
        }
        End::Done
    }

    #[cold]
    fn panicked(&mut self, panic: Option<&Panic>) {
        self.leave_frame();
        if let Some(began) = self.began.take() {
            let took = since(began);
            self.meter.end(Outcome::Panic, took, false);
            if self.is_told() {
                let ended = Ended::new(took, self.values.values());
                self.site.panicked(panic, ended, mem::take(&mut self.marks));
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.cancelled();
    }
}

impl<D, M: Meter, V: HoldsValues> Drop for ExceptionsGuard<D, M, V> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.cancelled();
    }
}

impl<D, M: Meter, V: HoldsValues> fmt::Debug for ExceptionsGuard<D, M, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExceptionsGuard")
            .field("site", self.site)
            .finish_non_exhaustive()
    }
}
