//! What the tests have in common.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gambeson::Rejected;

pub(crate) const MS: Duration = Duration::from_millis(1);
pub(crate) const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, PartialEq)]
pub(crate) enum PayError {
    Down,
    Rejected(Rejected),
}

impl From<Rejected> for PayError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

/// The name and the span of a time-out.
pub(crate) fn late<T: std::fmt::Debug>(result: &Result<T, PayError>) -> (&str, Duration) {
    match result {
        Err(PayError::Rejected(Rejected::TimedOut(late))) => (&late.name, late.after),
        other => panic!("not timed out: {other:?}"),
    }
}

/// Counts the drops of its clones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drops(Arc<AtomicUsize>);

impl Drops {
    pub(crate) fn witness(&self) -> Witness {
        Witness(self.clone())
    }

    pub(crate) fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

#[derive(Debug)]
pub(crate) struct Witness(Drops);

impl Drop for Witness {
    fn drop(&mut self) {
        self.0.0.fetch_add(1, Ordering::SeqCst);
    }
}
