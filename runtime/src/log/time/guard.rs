//! One call.

use std::ops::ControlFlow;
use std::task::{Context, Poll};

use super::judge::Judge;
use super::running::Running;
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
        // Counted or not, it is told of only if somebody listens when it ends.
        if self.meter.begin() || self.site.listens() {
            self.running = self.site.begin(self.values.values());
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn ended(&mut self, outcome: Outcome) {
        if self.running.is_told() {
            abandon(self, outcome);
        }
    }
}

/// The body is entered.
#[cold]
fn enter(site: &'static TimeSite, running: &mut Running) {
    running.enter();
    frames::enter(Frame::of(site.source.function));
}

/// It is left.
#[cold]
fn leave(running: &mut Running) {
    if running.leave() {
        frames::leave();
    }
}

/// It ends with a result. Out of line, as all that is done of a call that is told of: what nobody
/// listens to is to be short.
#[cold]
fn answered<R, J: Judge<R>, M: Meter, V: HoldsValues>(call: &mut TimeGuard<J, M, V>, result: &R) {
    let took = call.running.end();
    let (outcome, ret) = call.judge.judge(result);
    call.meter.end(outcome, took.whole, call.site.is_slow(took));
    call.site
        .tell_ended(took, outcome, &ret, call.values.values());
}

/// It ends without a result, wherever it is.
#[cold]
fn abandon<J, M: Meter, V: HoldsValues>(call: &mut TimeGuard<J, M, V>, outcome: Outcome) {
    let TimeGuard {
        site,
        running,
        meter,
        values,
        ..
    } = call;
    leave(running);
    running.wait();
    let took = running.end();
    meter.end(outcome, took.whole, site.is_slow(took));
    site.tell_ended(took, outcome, &FieldValue::None, values.values());
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
            enter(self.site, &mut self.running);
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn leave(&mut self) {
        if self.running.is_told() {
            leave(&mut self.running);
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<&R>, _: Call<'_>) -> End {
        if self.running.is_told() {
            answered(self, answer.result);
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

impl<J, M: Meter, V: HoldsValues> Drop for TimeGuard<J, M, V> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.ended(Outcome::Cancelled);
    }
}
