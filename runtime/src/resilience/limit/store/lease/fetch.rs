//! Fetching the next block: one trip at a time for each key, in a task of its own, so that no caller
//! who goes away takes it along.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::{Lease, Look};
use crate::resilience::limit::Decision;
use crate::resilience::limit::store::script::Ask;
use crate::resilience::limit::store::servers::Servers;
use crate::resilience::limit::store::watch::Watch;

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
    /// Others have taken it all, for as long as a check may take.
    Outrun,
}

impl Lease {
    /// Waits for the fetch under way, or begins one, until there is an answer for this call.
    pub(in super::super) async fn wait(
        self: &Arc<Self>,
        cost: u32,
        way: &Way,
    ) -> Result<Decision, Unanswered> {
        let begun = Instant::now();
        loop {
            let mut landed = pin!(self.landed.notified());
            landed.as_mut().enable();
            let failures = self.failures.load(Ordering::Acquire);
            if let Look::Decided(decision) = self.look(cost, way.watch.now()) {
                return Ok(decision);
            }
            if way.servers.is_down(&way.name, self.grain) {
                return Err(Unanswered::Lost);
            }
            if begun.elapsed() >= way.servers.limit() {
                return Err(Unanswered::Outrun);
            }
            let seat = Seat::take(self, cost);
            self.fetch(way);
            landed.await;
            seat.leave();
            if self.failures.load(Ordering::Acquire) != failures {
                return Err(Unanswered::Lost);
            }
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
        let waiting = self.waiting.load(Ordering::Acquire);
        if at_hand > waiting.saturating_add(self.block / 4) {
            // Another fetch has landed since it was found that there were too few.
            return;
        }
        let lacks = self.block.saturating_sub(at_hand);
        let ask = Ask {
            wanted: lacks.saturating_add(waiting).max(1),
            needed: 1,
        };
        if let Ok(grant) = way.servers.ask(&way.name, self.grain, ask).await {
            self.land(grant, way.watch.now());
        } else {
            // Nothing was fetched, so nothing either for those who have gone away.
            self.gone.store(0, Ordering::Release);
            self.failures.fetch_add(1, Ordering::AcqRel);
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

    /// To take what was fetched. Before that is taken, so that no other fetch brings it again.
    fn leave(self) {
        self.lease.waiting.fetch_sub(self.cost, Ordering::AcqRel);
        std::mem::forget(self);
    }
}

impl Drop for Seat<'_> {
    /// What was fetched for one who has gone away is nobody's.
    fn drop(&mut self) {
        let lease = self.lease;
        lease.waiting.fetch_sub(self.cost, Ordering::AcqRel);
        if lease.fetching.load(Ordering::Acquire) {
            lease.gone.fetch_add(self.cost, Ordering::AcqRel);
        } else {
            lease.permits.give_up(self.cost, lease.block);
        }
    }
}
