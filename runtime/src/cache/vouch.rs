//! The number by which memory is vouched for.
//!
//! Each entry carries the number that held before Redis was asked for it. What makes the whole of
//! memory doubtful (a lost connection above all) raises the number, and entries of an earlier one
//! are misses from then on: one store, however much memory holds.

use std::sync::atomic::{AtomicU32, Ordering};

/// See the module. On a cache line of its own: every hit reads it, and hardly anybody writes.
#[repr(align(64))]
pub(crate) struct Vouch(AtomicU32);

impl Vouch {
    /// Of an entry that nobody else can change.
    pub(crate) const ALWAYS: u32 = u32::MAX;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// The number that entries must have to be served.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn now(&self) -> u32 {
        self.0.load(Ordering::Acquire)
    }

    /// Nothing that was kept so far is vouched for any more.
    pub(crate) fn withdraw(&self) {
        // At its end it stays: nothing is served any more, rather than everything again.
        _ = self
            .0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |now| {
                now.checked_add(1)
            });
    }
}
