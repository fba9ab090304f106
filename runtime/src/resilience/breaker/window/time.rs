//! The last seconds, in buckets.

use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use super::When;
use crate::clock::{Span, Tick};
use crate::line::{SHARED_LINE, thread_line};
use crate::resilience::breaker::counts::{Done, Results};
use crate::sync::lock;

/// A ring of buckets per thread: its lock is another's only while somebody adds up.
#[derive(Debug)]
pub(in crate::resilience::breaker) struct Buckets {
    /// What one bucket spans.
    span: Span,
    /// How many there are.
    parts: usize,
    /// The window is cleared as a whole at its end, and a call that began before that is late.
    fixed: bool,
    rings: [OnceLock<Box<Padded>>; SHARED_LINE + 1],
}

#[repr(align(128))]
#[derive(Debug)]
struct Padded(Mutex<Ring>);

impl Buckets {
    pub(super) fn sliding(span: Duration, buckets: u32) -> Self {
        let buckets = buckets.max(1);
        Self::new(span / buckets, buckets, false)
    }

    pub(super) fn fixed(span: Duration) -> Self {
        Self::new(span, 1, true)
    }

    fn new(span: Duration, buckets: u32, fixed: bool) -> Self {
        Self {
            span: Span::new(span),
            parts: usize::try_from(buckets).unwrap_or(1),
            fixed,
            rings: [const { OnceLock::new() }; SHARED_LINE + 1],
        }
    }

    pub(super) fn is_fixed(&self) -> bool {
        self.fixed
    }

    pub(super) fn record(&self, generation: u64, when: When, done: Done) {
        let bucket = self.number(when.now, when.since);
        if self.fixed && self.number(when.begun, when.since) != bucket {
            return;
        }
        if let Some(ring) = self.rings.get(thread_line()) {
            let ring = ring.get_or_init(|| Box::new(Padded(Mutex::new(Ring::new(self.parts)))));
            lock(&ring.0).record(generation, bucket, done);
        }
    }

    pub(super) fn results(&self, generation: u64, when: When) -> Results {
        let newest = self.number(when.now, when.since);
        let mut results = Results::default();
        for ring in self.rings.iter().filter_map(OnceLock::get) {
            results.join(lock(&ring.0).results(generation, newest));
        }
        results
    }

    /// Counted from the begin of the state.
    fn number(&self, at: Tick, since: Tick) -> u64 {
        at.spans_since(since, self.span)
    }
}

#[derive(Debug)]
struct Ring {
    generation: u64,
    slots: Vec<Slot>,
}

/// The results of the bucket of a number.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    number: u64,
    results: Results,
}

impl Ring {
    fn new(buckets: usize) -> Self {
        Self {
            generation: 0,
            slots: vec![Slot::default(); buckets.max(1)],
        }
    }

    fn record(&mut self, generation: u64, bucket: u64, done: Done) {
        if generation < self.generation {
            return;
        }
        if generation > self.generation {
            self.generation = generation;
            self.slots.fill(Slot::default());
        }
        let place = bucket % self.slots.len() as u64;
        let slot = usize::try_from(place)
            .ok()
            .and_then(|place| self.slots.get_mut(place));
        let Some(slot) = slot else {
            return;
        };
        if slot.number > bucket {
            // A clock that was read before another thread's bucket went by.
            return;
        }
        if slot.number < bucket {
            *slot = Slot {
                number: bucket,
                results: Results::default(),
            };
        }
        slot.results.add(done);
    }

    fn results(&self, generation: u64, newest: u64) -> Results {
        let mut results = Results::default();
        if generation == self.generation {
            let length = self.slots.len() as u64;
            let inside = |slot: &&Slot| slot.number <= newest && slot.number + length > newest;
            for slot in self.slots.iter().filter(inside) {
                results.join(slot.results);
            }
        }
        results
    }
}
