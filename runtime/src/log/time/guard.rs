//! One call.

use std::ops::ControlFlow;
use std::task::{Context, Poll};

use super::judge::Judge;
use super::running::{Running, Took};
use super::site::TimeSite;
use crate::log::call::Outcome;
use crate::log::call::frames::{self, Frame};
use crate::log::call::value::{FieldValue, HoldsValues, Values};
use crate::log::metrics::Meter;
use crate::stack::{Answer, Begin, Call, End, Guard, Panic};

/// One call of a function with `#[log_execution_time]`.
#[derive(Debug)]
pub struct TimeGuard<J, M: Meter, V: HoldsValues = ()> {
    site: &'static TimeSite,
    running: Running,
    judge: J,
    meter: M,
    values: V,
}

impl<J, M: Meter> TimeGuard<J, M> {
    /// `judge` tells how a call ended, by its result; `meter` counts it.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'static TimeSite, judge: J, meter: M) -> Self {
        Self {
            site,
            running: Running::default(),
            judge,
            meter,
            values: (),
        }
    }
}

impl<J, M: Meter> TimeGuard<J, M, Values> {
    /// The same, and tells of `values`.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn telling(site: &'static TimeSite, judge: J, values: Values, meter: M) -> Self {
        Self {
            site,
            running: Running::default(),
            judge,
            meter,
            values,
        }
    }
}

impl<J, M: Meter, V: HoldsValues> TimeGuard<J, M, V> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn begin(&mut self) {
        let is_counted = self.meter.begin();
        if is_counted || self.site.may_be_heard() {
            self.running = self.site.begin(is_counted, self.values.values());
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn ended(&mut self, outcome: Outcome) {
        if self.running.is_told() {
            let running = std::mem::take(&mut self.running);
            if M::COUNTS {
                let took = abandoned(running);
                self.meter
                    .end(outcome, took.whole(), self.site.is_slow(took));
                abandon(self.site, took, self.values.values(), outcome);
            } else if V::IS_EMPTY {
                match outcome {
                    Outcome::Panic => panicked(self.site, running),
                    _ => cancelled(self.site, running),
                }
            } else {
                abandon(self.site, abandoned(running), self.values.values(), outcome);
            }
        }
    }
}

// They take and give the times by value: an address would keep the guard of a function that nobody
// listens to out of the registers.

/// The body is entered.
fn enter(site: &'static TimeSite, mut running: Running) -> Running {
    running.enter();
    if frames::is_asked() {
        frames::enter(Frame::of(site.source.function));
        running.frame();
    }
    running
}

/// It is left.
fn leave(mut running: Running) -> Running {
    if running.leave() {
        frames::leave();
    }
    running
}

/// It ends with a result.
#[cfg_attr(not(debug_assertions), inline)]
fn answered(mut running: Running) -> Took {
    running.end()
}

/// It ends without a result, wherever it is.
#[cold]
fn abandoned(running: Running) -> Took {
    let mut running = leave(running);
    running.wait();
    running.end()
}

/// It ends with a result of which nothing is shown.
fn ended(site: &'static TimeSite, running: Running, outcome: Outcome, values: &[FieldValue]) {
    site.tell_ended(answered(running), outcome, None, values);
}

/// Tells of a result.
fn end(
    site: &'static TimeSite,
    took: Took,
    outcome: Outcome,
    ret: FieldValue,
    values: &[FieldValue],
) {
    site.tell_ended(took, outcome, ret.as_value(), values);
    drop(ret);
}

/// Tells that there is none.
#[cold]
fn abandon(site: &'static TimeSite, took: Took, values: &[FieldValue], outcome: Outcome) {
    site.tell_ended(took, outcome, None, values);
}

// What the compiler puts on the way of a panic it takes in only if it is as small as a call of few
// arguments; and what it does not take in there has the address of the guard, on every way.

#[cold]
fn panicked(site: &'static TimeSite, running: Running) {
    abandon(site, abandoned(running), &[], Outcome::Panic);
}

#[cold]
fn cancelled(site: &'static TimeSite, running: Running) {
    abandon(site, abandoned(running), &[], Outcome::Cancelled);
}

impl<R, J: Judge<R>, M: Meter, V: HoldsValues> Guard<R> for TimeGuard<J, M, V> {
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
    fn poll_cut(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Answer<R>> {
        if self.running.is_told() {
            self.running.wait();
        }
        Poll::Pending
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn enter(&mut self) {
        if self.running.is_told() {
            self.running = enter(self.site, self.running);
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn leave(&mut self) {
        if self.running.is_told() {
            self.running = leave(self.running);
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<&R>, _: Call<'_>) -> End {
        if self.running.is_told() {
            let running = std::mem::take(&mut self.running);
            if M::COUNTS || J::SHOWS {
                let took = answered(running);
                let (outcome, ret) = self.judge.judge(answer.result);
                if M::COUNTS {
                    self.meter
                        .end(outcome, took.whole(), self.site.is_slow(took));
                }
                end(self.site, took, outcome, ret, self.values.values());
            } else {
                let (outcome, _) = self.judge.judge(answer.result);
                ended(self.site, running, outcome, self.values.values());
            }
        }
        End::Done
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn panicked(&mut self, _: Option<&Panic>) {
        self.ended(Outcome::Panic);
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.ended(Outcome::Cancelled);
    }
}

impl<J, M: Meter, V: HoldsValues> Drop for TimeGuard<J, M, V> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.ended(Outcome::Cancelled);
    }
}
