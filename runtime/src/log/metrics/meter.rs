//! What a guard asks of one call.

use std::time::Duration;

use crate::log::call::Outcome;

/// Counts one call after the other, or none.
pub trait Meter {
    /// Whether it ever counts.
    const COUNTS: bool;

    /// A call begins. Whether somebody counts it: then its time is needed at its end.
    fn begin(&mut self) -> bool;

    /// The call that began has ended.
    fn end(&mut self, outcome: Outcome, took: Duration, slow: bool);
}

/// A meter that tells by the result how a call ended.
pub trait JudgingMeter<R>: Meter {
    /// Looks at the result.
    fn judge(&self, result: &R) -> Outcome;
}

/// Of a function whose calls nobody counts.
#[derive(Clone, Copy, Debug)]
pub struct Unmetered;

impl Meter for Unmetered {
    const COUNTS: bool = false;

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin(&mut self) -> bool {
        false
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, _: Outcome, _: Duration, _: bool) {}
}

impl<R> JudgingMeter<R> for Unmetered {
    fn judge(&self, _: &R) -> Outcome {
        Outcome::Ok
    }
}

/// A meter, and what tells how a call ended.
#[derive(Debug)]
pub struct Judging<M, J> {
    meter: M,
    judge: J,
}

impl<M: Meter, J> Judging<M, J> {
    /// `judge` looks at the result.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new<R>(meter: M, judge: J) -> Self
    where
        J: Fn(&R) -> Outcome,
    {
        Self { meter, judge }
    }
}

impl<M: Meter, J> Meter for Judging<M, J> {
    const COUNTS: bool = M::COUNTS;

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin(&mut self) -> bool {
        self.meter.begin()
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, outcome: Outcome, took: Duration, slow: bool) {
        self.meter.end(outcome, took, slow);
    }
}

impl<R, M: Meter, J: Fn(&R) -> Outcome> JudgingMeter<R> for Judging<M, J> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn judge(&self, result: &R) -> Outcome {
        (self.judge)(result)
    }
}
