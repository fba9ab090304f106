//! The last calls.

use std::sync::atomic::Ordering;

use crate::resilience::breaker::counts::{Done, Results};
use crate::sync::modelled::{AtomicU64, AtomicUsize};

const FAILED: u64 = 1;
const SLOW: u64 = 2;
const BITS: u32 = 2;

/// A ring of results, each marked with its generation: a new one begins with an empty ring without
/// touching it, and a late result is told by its mark.
#[derive(Debug)]
pub(in crate::resilience::breaker) struct LastCalls {
    next: AtomicUsize,
    slots: Box<[AtomicU64]>,
}

impl LastCalls {
    pub(super) fn new(calls: usize) -> Self {
        Self {
            next: AtomicUsize::new(0),
            slots: (0..calls.max(1)).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    pub(super) fn record(&self, generation: u64, done: Done) {
        let number = self.next.fetch_add(1, Ordering::Relaxed) % self.slots.len();
        let marks = (u64::from(done.failed) * FAILED) | (u64::from(done.slow) * SLOW);
        if let Some(slot) = self.slots.get(number) {
            slot.store(generation << BITS | marks, Ordering::Relaxed);
        }
    }

    pub(super) fn results(&self, generation: u64) -> Results {
        let mut results = Results::default();
        for slot in &self.slots {
            let slot = slot.load(Ordering::Relaxed);
            if slot >> BITS == generation {
                results.add(Done {
                    failed: slot & FAILED != 0,
                    slow: slot & SLOW != 0,
                });
            }
        }
        results
    }
}
