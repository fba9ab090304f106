//! Failures in a row.

use std::sync::atomic::Ordering;

use crate::sync::modelled::AtomicU64;

/// Bits of the count; above them stands the generation that it belongs to.
const BITS: u32 = 24;

/// A count that a success sets to zero, and that a new generation begins anew.
#[derive(Debug)]
pub(super) struct Streak(AtomicU64);

impl Streak {
    /// The longest row that is told from a longer one.
    pub(super) const MOST: u64 = (1 << BITS) - 1;

    pub(super) fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// The failures in a row of a generation.
    pub(super) fn length(&self, generation: u64) -> u64 {
        let word = self.0.load(Ordering::Relaxed);
        if word >> BITS == generation {
            word & Self::MOST
        } else {
            0
        }
    }

    /// One more of them; how many there are now.
    pub(super) fn failed(&self, generation: u64) -> u64 {
        let mut length = 0;
        let more = |word: u64| {
            length = match (word >> BITS).cmp(&generation) {
                std::cmp::Ordering::Less => 1,
                std::cmp::Ordering::Equal => (word & Self::MOST).saturating_add(1).min(Self::MOST),
                // The circuit has gone on since.
                std::cmp::Ordering::Greater => return None,
            };
            Some(generation << BITS | length)
        };
        let updated = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        if updated.is_ok() { length } else { 0 }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn succeeded(&self, generation: u64) {
        let mut word = self.0.load(Ordering::Relaxed);
        while word & Self::MOST != 0 && word >> BITS == generation {
            let none = generation << BITS;
            match self
                .0
                .compare_exchange_weak(word, none, Ordering::Relaxed, Ordering::Relaxed)
            {
                Ok(_) => return,
                Err(now) => word = now,
            }
        }
    }
}
