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

/// Runs what `make` gives, and up to `max` more beside it, each `after` later.
///
/// `make` is `Fn`: attempts run at the same time, so none may change what another looks at.
#[cfg_attr(not(debug_assertions), inline)]
pub fn hedged<M, F>(
    site: &'static HedgeSite,
    after: Duration,
    max: u32,
    judge: impl Fn(&F::Output) -> Verdict,
    make: M,
) -> impl Future<Output = F::Output>
where
    M: Fn() -> F,
    F: Future,
{
    Hedged::new(make, judge, after, max, || site.0.counter().add())
}
