//! Guards as they are seen from outside: what each has counted, for metrics and dashboards.
//!
//! A guard counts for itself, by a [`Tally`](crate::tally::Tally): two plain memory accesses. Each
//! second the `ticker` looks at all of them, and what is new goes to the `metrics` facade.

#[cfg(feature = "metrics")]
mod publish;
mod registry;
mod report;

use std::sync::Arc;

use super::name::Name;
use registry::Registry;

#[cfg(feature = "metrics")]
pub use publish::publish_metrics;
pub use report::{GuardCounter, GuardGauge, GuardKind, GuardReport, guards};

/// A guard that somebody may look at.
pub(crate) trait Watched: Send + Sync + 'static {
    fn name(&self) -> &Name;

    /// All that was ever counted; no number ever gets smaller, and one that is read late does no harm.
    /// A series exists from the first time that it is told, even of zero. At least one: the guard's
    /// kind is told by its metric.
    fn counters(&self, tell: &mut dyn FnMut(Series, u64));

    /// What is so now.
    fn gauges(&self, _tell: &mut dyn FnMut(Series, f64)) {}
}

/// One series of a metric, beside the label `name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Series {
    /// One of the names in [`crate::metrics`].
    pub(crate) metric: &'static str,
    pub(crate) labels: &'static [(&'static str, &'static str)],
}

static ALL: Registry = Registry::new();

/// Has `guard` looked at for as long as somebody else holds it, and once more after that.
pub(crate) fn watch(guard: &Arc<impl Watched>) {
    let guard: Arc<dyn Watched> = guard.clone();
    ALL.watch(&guard);
}

#[cfg(test)]
mod tests;
