//! Whether a node is asked.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::sync::lock;

/// How many failures in a row make an outage.
const IN_A_ROW: u32 = 3;

/// A small breaker: while it is down, checks do not ask the node, and one probe at a time does.
#[derive(Debug, Default)]
pub(super) struct Health {
    down: AtomicBool,
    failures: AtomicU32,
    probing: AtomicBool,
    since: Mutex<Option<Instant>>,
}

/// What a failure says of the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Three in a row are an outage.
    OneOfThree,
    /// There is no connection.
    Enough,
}

impl Health {
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn is_down(&self) -> bool {
        self.down.load(Ordering::Acquire)
    }

    /// It has answered.
    pub(super) fn well(&self) {
        if self.failures.load(Ordering::Relaxed) != 0 {
            self.failures.store(0, Ordering::Relaxed);
        }
    }

    /// It has not. True for the one failure that makes the outage.
    pub(super) fn failed(&self, weight: Weight) -> bool {
        let failures = self
            .failures
            .fetch_add(1, Ordering::Relaxed)
            .saturating_add(1);
        if weight == Weight::OneOfThree && failures < IN_A_ROW {
            return false;
        }
        let mut since = lock(&self.since);
        let first = !self.down.swap(true, Ordering::AcqRel);
        if first {
            *since = Some(Instant::now());
        }
        first
    }

    /// A probe was answered: for how long the node was down.
    pub(super) fn back(&self) -> Duration {
        let mut since = lock(&self.since);
        self.failures.store(0, Ordering::Relaxed);
        self.down.store(false, Ordering::Release);
        since.take().map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// True for the one caller who is to begin probing.
    pub(super) fn begin_probing(&self) -> bool {
        !self.probing.load(Ordering::Relaxed) && !self.probing.swap(true, Ordering::AcqRel)
    }

    /// The probe has ended, by an answer or with its runtime.
    pub(super) fn end_probing(&self) {
        self.probing.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_failures_in_a_row_are_one_outage() {
        let health = Health::default();
        assert!(!health.failed(Weight::OneOfThree));
        assert!(!health.failed(Weight::OneOfThree));
        health.well();
        assert!(!health.failed(Weight::OneOfThree));
        assert!(!health.failed(Weight::OneOfThree));
        assert!(health.failed(Weight::OneOfThree));
        assert!(health.is_down());
        assert!(!health.failed(Weight::Enough), "it is told once");
        health.back();
        assert!(!health.is_down());
        assert!(health.failed(Weight::Enough));
    }

    #[test]
    fn one_probe_runs_at_a_time() {
        let health = Health::default();
        assert!(health.begin_probing());
        assert!(!health.begin_probing());
        health.end_probing();
        assert!(health.begin_probing());
    }
}
