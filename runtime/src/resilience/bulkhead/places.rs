//! The places of a bulkhead, and who waits for one.
//!
//! Built on tokio's semaphore, which hands a place that comes free to whoever has waited longest,
//! and on from a waiter that is dropped.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, timeout};

use crate::metrics;
use crate::resilience::name::Name;
use crate::resilience::rejected::{BulkheadFull, Rejected};
use crate::resilience::seen::{Series, Watched};
use crate::tally::Tally;

/// So many places, and a queue before them.
#[derive(Debug)]
pub(super) struct Places {
    name: Name,
    limit: u32,
    /// How many may wait, and how long.
    queue: u32,
    wait: Option<Duration>,
    free: Semaphore,
    waiting: AtomicU32,
    refused: Tally<1>,
}

impl Places {
    pub(super) fn new(name: Name, limit: u32, queue: u32, wait: Option<Duration>) -> Self {
        let places = usize::try_from(limit).unwrap_or(usize::MAX);
        Self {
            name,
            limit,
            // Without places nobody would ever leave it.
            queue: if limit == 0 { 0 } else { queue },
            wait,
            free: Semaphore::new(places.min(Semaphore::MAX_PERMITS)),
            waiting: AtomicU32::new(0),
            refused: Tally::new(),
        }
    }

    /// Takes a place if one is free, for which nobody waits. It has to be [left](Self::leave).
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn try_enter(&self) -> bool {
        match self.free.try_acquire() {
            Ok(permit) => {
                // Given back by `leave`: a permit would take twice the room in each call. Its own
                // `forget` would still ask the semaphore to take back nothing.
                std::mem::forget(permit);
                true
            }
            Err(_) => false,
        }
    }

    /// Gives a place back.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn leave(&self) {
        self.free.add_permits(1);
    }

    /// A seat in the queue, unless that is full.
    pub(super) fn try_queue(&self) -> Option<Seat<'_>> {
        let taken = self
            .waiting
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |waiting| {
                (waiting < self.queue).then_some(waiting + 1)
            });
        // A seat that is not taken must not come to be: it would be given back.
        taken.ok().map(|_| Seat(self))
    }

    /// Waits on `seat` until a place is entered, or for as long as one may: then the span comes back.
    ///
    /// Dropped before its end, it holds nothing. Neither it nor its timer is held up by what uses up
    /// tokio's budget.
    pub(super) async fn enter(&self, seat: Seat<'_>) -> Result<(), Duration> {
        let since = Instant::now();
        let place = self.free.acquire();
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
        let free = u32::try_from(self.free.available_permits()).unwrap_or(u32::MAX);
        self.limit.saturating_sub(free)
    }

    pub(super) fn waiting(&self) -> u32 {
        self.waiting.load(Ordering::Relaxed)
    }
}

/// A seat in the queue.
#[derive(Debug)]
pub(super) struct Seat<'p>(&'p Places);

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
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
