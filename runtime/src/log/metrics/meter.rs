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
