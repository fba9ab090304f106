//! Guards as they are seen from outside: what each has counted, for metrics and dashboards.

use std::sync::{Arc, Mutex, Weak};

use super::name::Name;
use crate::sync::lock;

/// A guard that somebody may look at.
pub(crate) trait Watched: Send + Sync + 'static {
    fn name(&self) -> &Name;

    /// All that was ever counted; no number ever gets smaller.
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

static ALL: Mutex<Vec<Weak<dyn Watched>>> = Mutex::new(Vec::new());

/// Has `guard` looked at for as long as it lives.
pub(crate) fn watch(guard: &Arc<impl Watched>) {
    let guard: Arc<dyn Watched> = guard.clone();
    lock(&ALL).push(Arc::downgrade(&guard));
}
