//! The places of a bulkhead, and who waits for one.
//!
//! One word says how many places are taken and how many calls wait, so that a free place is entered
//! and left by one instruction each. Who waits does so at tokio's semaphore, whose permits are places
//! that are handed on: to whoever has waited longest, and on from a waiter that is dropped.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, timeout};

use crate::metrics;
use crate::resilience::name::Name;
use crate::resilience::rejected::{BulkheadFull, Rejected};
use crate::resilience::seen::{Series, Watched};
use crate::tally::Tally;

#[cfg(test)]
mod tests;

/// So many places, and a queue before them.
#[derive(Debug)]
pub(super) struct Places {
    name: Name,
    limit: u32,
    /// How many may wait, and how long.
    queue: u32,
    wait: Option<Duration>,
    word: AtomicU64,
    /// Places that somebody has left to those who wait. Each counts as taken.
    turns: Semaphore,
    refused: Tally<1>,
}

impl Places {
    pub(super) fn new(name: Name, limit: u32, queue: u32, wait: Option<Duration>) -> Self {
        Self {
            name,
            limit,
            // Without places nobody would ever leave it.
            queue: if limit == 0 { 0 } else { queue },
            wait,
            word: AtomicU64::new(0),
            turns: Semaphore::new(0),
            refused: Tally::new(),
        }
    }

    /// Takes a place if one is free, for which nobody waits. It has to be [left](Self::leave).
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn try_enter(&self) -> bool {
        self.word
            .fetch_update(Ordering::Acquire, Ordering::Relaxed, |word| {
                (waiting(word) == 0 && taken(word) < self.limit).then_some(word + TAKEN)
            })
            .is_ok()
    }

    /// Gives a place back.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn leave(&self) {
        if !self.free() {
            self.hand_on();
        }
    }

    /// Frees a place, unless somebody waits for it.
    #[cfg_attr(not(debug_assertions), inline)]
    fn free(&self) -> bool {
        self.word
            .fetch_update(Ordering::Release, Ordering::Relaxed, |word| {
                (waiting(word) == 0).then(|| word.saturating_sub(TAKEN))
            })
            .is_ok()
    }

    /// Leaves a place to those who wait.
    #[cold]
    fn hand_on(&self) {
        self.turns.add_permits(1);
        self.settle();
    }

    /// Frees the places that were left to calls which have stopped waiting. To be called after each
    /// step by which there could be one: whichever step comes second sees the other.
    fn settle(&self) {
        while waiting(self.word.fetch_add(0, Ordering::AcqRel)) == 0
            && let Ok(place) = self.turns.try_acquire()
        {
            place.forget();
            if !self.free() {
                self.turns.add_permits(1);
            }
        }
    }

    /// A seat in the queue, unless that is full. Where a place is free, the seat brings it along, so
    /// that nobody waits beside it.
    pub(super) fn try_queue(&self) -> Option<Seat<'_>> {
        let before = self
            .word
            .fetch_update(Ordering::AcqRel, Ordering::Relaxed, |word| {
                let place = if taken(word) < self.limit { TAKEN } else { 0 };
                (waiting(word) < self.queue).then_some(word + WAITING + place)
            });
        // A seat that is not taken must not come to be: it would be given back.
        let before = before.ok()?;
        if taken(before) < self.limit {
            self.turns.add_permits(1);
        }
        Some(Seat(self))
    }

    /// Waits on `seat` until a place is entered, or for as long as one may: then the span comes back.
    ///
    /// Dropped before its end, it holds nothing. Neither it nor its timer is held up by what uses up
    /// tokio's budget.
    pub(super) async fn enter(&self, seat: Seat<'_>) -> Result<(), Duration> {
        let since = Instant::now();
        let place = self.turns.acquire();
        let place = match self.wait {
            Some(span) => unconstrained(timeout(span, place)).await.ok(),
            None => Some(unconstrained(place).await),
        };
        drop(seat);
        match place {
            Some(Ok(permit)) => {
                permit.forget();
                Ok(())
            }
            Some(Err(_)) | None => Err(since.elapsed()),
        }
    }

    /// Waits for a place as the settings say.
    pub(super) async fn wait(&self) -> Result<(), Rejected> {
        let seat = self
            .try_queue()
            .ok_or_else(|| self.refuse(Duration::ZERO))?;
        let entered = self.enter(seat).await;
        entered.map_err(|waited| self.refuse(waited))
    }

    /// Counts a call that has `waited` in vain, and says so.
    #[cold]
    pub(super) fn refuse(&self, waited: Duration) -> Rejected {
        self.refused.add(0);
        Rejected::BulkheadFull(BulkheadFull {
            name: self.name.clone(),
            limit: self.limit,
            waited,
        })
    }

    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    /// Places that are taken, and those that have been handed to a waiter that has not been asked
    /// since.
    pub(super) fn in_use(&self) -> u32 {
        taken(self.word.load(Ordering::Relaxed))
    }

    pub(super) fn waiting(&self) -> u32 {
        waiting(self.word.load(Ordering::Relaxed))
    }
}

/// One place, and one call that waits, in the word.
const TAKEN: u64 = 1;
const WAITING: u64 = 1 << 32;

#[cfg_attr(not(debug_assertions), inline)]
fn waiting(word: u64) -> u32 {
    u32::try_from(word >> 32).unwrap_or(u32::MAX)
}

#[cfg_attr(not(debug_assertions), inline)]
fn taken(word: u64) -> u32 {
    u32::try_from(word & (WAITING - 1)).unwrap_or(u32::MAX)
}

/// A seat in the queue.
#[derive(Debug)]
pub(super) struct Seat<'p>(&'p Places);

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.0.word.fetch_sub(WAITING, Ordering::AcqRel);
        self.0.settle();
    }
}

impl Watched for Places {
    fn name(&self) -> &Name {
        &self.name
    }

    fn counters(&self, tell: &mut dyn FnMut(Series, u64)) {
        tell(series(metrics::BULKHEAD_REJECTED), self.refused.sum(0));
    }

    fn gauges(&self, tell: &mut dyn FnMut(Series, f64)) {
        tell(series(metrics::BULKHEAD_IN_USE), f64::from(self.in_use()));
        tell(series(metrics::BULKHEAD_QUEUE), f64::from(self.waiting()));
    }
}

fn series(metric: &'static str) -> Series {
    Series {
        metric,
        labels: &[],
    }
}
