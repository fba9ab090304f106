//! Fetching the next block: one trip at a time for each key, in a task of its own, so that no caller
//! who goes away takes it along.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Lease, Look};
use crate::resilience::limit::Decision;
use crate::resilience::limit::store::script::Ask;
use crate::resilience::limit::store::servers::Servers;
use crate::resilience::limit::store::watch::Watch;

/// How many fetches a call waits for before it asks for itself: others may be faster each time.
const ROUNDS: usize = 3;

/// What a fetch needs to know.
#[derive(Clone)]
pub(in super::super) struct Way {
    pub(in super::super) servers: Arc<Servers>,
    pub(in super::super) watch: Arc<Watch>,
    pub(in super::super) name: Arc<[u8]>,
}

/// Why waiting for a fetch brought no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Unanswered {
    /// The store did not answer.
    Lost,
    /// Others have taken it all, again and again.
    Outrun,
}

impl Lease {
    /// Waits for the fetch under way, or begins one, until there is an answer for this call.
    pub(in super::super) async fn wait(
        self: &Arc<Self>,
        cost: u32,
        way: &Way,
    ) -> Result<Decision, Unanswered> {
        let _seat = Seat::take(self, cost);
        for _ in 0..ROUNDS {
            let mut landed = pin!(self.landed.notified());
            landed.as_mut().enable();
            let failures = self.failures.load(Ordering::Acquire);
            if let Look::Decided(decision) = self.look(cost, way.watch.now()) {
                return Ok(decision);
            }
            if way.servers.is_down(&way.name, self.grain) {
                return Err(Unanswered::Lost);
            }
            self.fetch(way);
            landed.await;
            if self.failures.load(Ordering::Acquire) != failures {
                return Err(Unanswered::Lost);
            }
        }
        match self.look(cost, way.watch.now()) {
            Look::Decided(decision) => Ok(decision),
            Look::Empty => Err(Unanswered::Outrun),
        }
    }

    /// Begins a fetch, unless one is under way.
    pub(in super::super) fn fetch(self: &Arc<Self>, way: &Way) {
        if self.fetching.swap(true, Ordering::AcqRel) {
            return;
        }
        let landing = Landing(Arc::clone(self));
        let way = way.clone();
        tokio::spawn(async move { landing.0.bring(&way).await });
    }

    async fn bring(&self, way: &Way) {
        let at_hand = self.permits.at_hand(way.watch.now());
        let lacks = self.block.saturating_sub(at_hand);
        let waiting = self.waiting.load(Ordering::Acquire);
        let ask = Ask {
            wanted: lacks.saturating_add(waiting).max(1),
            needed: 1,
        };
        match way.servers.ask(&way.name, self.grain, ask).await {
            Ok(grant) => self.land(grant, way.watch.now()),
            Err(_) => {
                self.failures.fetch_add(1, Ordering::AcqRel);
            }
        }
    }
}

/// A fetch under way. Those who wait are told of its end, also when its runtime ends: one of them
/// begins another.
struct Landing(Arc<Lease>);

impl Drop for Landing {
    fn drop(&mut self) {
        self.0.fetching.store(false, Ordering::Release);
        self.0.landed.notify_waiters();
    }
}

/// One who waits, and what for: it is fetched on top of the block.
struct Seat<'a> {
    lease: &'a Lease,
    cost: u32,
}

impl<'a> Seat<'a> {
    fn take(lease: &'a Lease, cost: u32) -> Self {
        lease.waiting.fetch_add(cost, Ordering::AcqRel);
        Self { lease, cost }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let before = self.lease.waiting.fetch_sub(self.cost, Ordering::AcqRel);
        // What was fetched for those who have gone away is nobody's.
        if before == self.cost {
            self.lease.permits.trim(self.lease.block);
        }
    }
}
