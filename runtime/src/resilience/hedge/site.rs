//! What generated code calls.

use std::time::Duration;

use super::hedged::Hedged;
use super::race::Verdict;
use crate::metrics::HEDGES;
use crate::resilience::counter::CounterSite;

/// What one `#[hedge]` keeps between calls.
#[derive(Debug)]
pub struct HedgeSite(CounterSite);

impl HedgeSite {
    /// Of the function of this name.
    pub const fn new(name: &'static str) -> Self {
        Self(CounterSite::new(name, HEDGES))
    }
}

/// The attempts of one call: one, and up to `max` more beside it, each `after` later.
///
/// The attempts themselves come from a loop and not from a closure, so that rustc says of an argument
/// which the body consumes what it says of any loop.
#[cfg_attr(not(debug_assertions), inline)]
pub fn hedged<F: Future, J: Fn(&F::Output) -> Verdict>(
    site: &'static HedgeSite,
    after: Duration,
    max: u32,
    judge: J,
) -> Hedged<F, J, impl Fn() + use<F, J>> {
    Hedged::new(after, max, judge, || site.0.counter().add())
}
