//! One call.

use std::ops::ControlFlow;
use std::task::{Context, Poll};

use super::site::TimeSite;
use crate::log::call::{Moment, Outcome};
use crate::stack::{Answer, Begin, Call, End, Guard, Panic};

/// One call of a function with `#[log_execution_time]`.
#[derive(Debug)]
pub struct TimeGuard<J> {
    site: &'static TimeSite,
    /// `None` while it has not begun, or nobody listens.
    began: Option<Moment>,
    judge: J,
}

impl<J> TimeGuard<J> {
    /// `judge` tells how a call ended, by its result.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'static TimeSite, judge: J) -> Self {
        Self {
            site,
            began: None,
            judge,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin(&mut self) {
        if self.site.is_enabled() {
            self.began = Some(Moment::now());
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn ended(&mut self, outcome: Outcome) {
        if let Some(began) = self.began.take() {
            self.site.ended(outcome, began.until(Moment::now()));
        }
    }
}

impl<R, J: Fn(&R) -> Outcome> Guard<R> for TimeGuard<J> {
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

impl<J> Drop for TimeGuard<J> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.ended(Outcome::Cancelled);
    }
}
