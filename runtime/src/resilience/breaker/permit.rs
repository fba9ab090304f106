//! An admission that cannot be lost.

use std::fmt;
use std::sync::Arc;

use super::core::{Admission, Core};

/// How a call ended, as a breaker sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It did what it should.
    Success,
    /// It did not.
    Failure,
    /// It says nothing about the service behind it: the caller's own mistake, say.
    Ignored,
}

impl Outcome {
    /// `Ok` is a success, `Err` a failure.
    pub fn of<T, E>(result: &Result<T, E>) -> Self {
        match result {
            Ok(_) => Self::Success,
            Err(_) => Self::Failure,
        }
    }
}

/// The admission of one call, by [`CircuitBreaker::try_acquire`](super::CircuitBreaker::try_acquire).
///
/// A permit that is dropped without a word counts as abandoned; while the thread panics, as a
/// failure. In either case its place is free again.
#[must_use = "a permit that is dropped at once counts as a call that was abandoned"]
pub struct Permit {
    core: Arc<Core>,
    admission: Option<Admission>,
}

impl Permit {
    pub(super) fn new(core: Arc<Core>, admission: Admission) -> Self {
        Self {
            core,
            admission: Some(admission),
        }
    }

    /// Tells how the call ended.
    pub fn finish(mut self, outcome: Outcome) {
        if let Some(admission) = self.admission.take() {
            self.core.finish(admission, outcome);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(admission) = self.admission.take() {
            // Nobody asks it, so that this is all there is to tell a panic by.
            if std::thread::panicking() {
                self.core.finish(admission, Outcome::Failure);
            } else {
                self.core.abandon(admission);
            }
        }
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("breaker", &self.core.name())
            .finish_non_exhaustive()
    }
}
