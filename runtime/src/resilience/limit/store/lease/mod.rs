//! Blocks of permits that are taken in one trip and handed out here.
//!
//! No process holds more than a block of any key. So in any window no more are admitted than limit +
//! burst, which is what the store grants in it, + a block for each process, which is what was granted
//! before it.

mod fetch;
mod permits;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use moka::sync::Cache;
use tokio::sync::Notify;

pub(super) use self::fetch::{Unanswered, Way};
pub(super) use self::permits::MOST;
use self::permits::Permits;
use super::script::{Grain, Grant};
use super::watch::{Nanos, nanos};
use crate::resilience::limit::Decision;

/// No block lapses sooner: a trip may take as long under load, and what lapses on the way would
/// never be handed out.
const SHORTEST: Nanos = 20_000_000;

/// What is known of each key of which permits are leased.
pub(super) struct Leases {
    block: u32,
    grain: Grain,
    keys: Cache<Box<[u8]>, Arc<Lease>>,
}

/// One key.
pub(super) struct Lease {
    permits: Permits,
    /// When the store will have worked off all that it has granted, if nobody else takes any: the
    /// store has no more than that leaves room for.
    worked_off: AtomicU64,
    /// What those want who wait for the fetch under way.
    waiting: AtomicU32,
    /// What those wanted who have gone away since.
    gone: AtomicU32,
    fetching: AtomicBool,
    /// How many fetches came back without an answer.
    failures: AtomicU64,
    landed: Notify,
    block: u32,
    grain: Grain,
}

/// What a look at the permits at hand comes to.
pub(super) enum Look {
    Decided(Decision),
    /// There are too few; the store may have more.
    Empty,
}

impl Leases {
    pub(super) fn new(block: u32, grain: Grain, max_keys: u64, idle: Duration) -> Self {
        Self {
            block: block.min(grain.burst()),
            grain,
            keys: Cache::builder()
                .max_capacity(max_keys)
                .time_to_idle(idle)
                .build(),
        }
    }

    /// How many permits one trip brings.
    pub(super) fn block(&self) -> u32 {
        self.block
    }

    pub(super) fn of(&self, key: &[u8]) -> Arc<Lease> {
        self.keys.get(key).unwrap_or_else(|| {
            let new = || Arc::new(Lease::new(self.block, self.grain));
            self.keys.get_with(key.into(), new)
        })
    }
}

impl Lease {
    fn new(block: u32, grain: Grain) -> Self {
        Self {
            permits: Permits::default(),
            worked_off: AtomicU64::new(0),
            waiting: AtomicU32::new(0),
            gone: AtomicU32::new(0),
            fetching: AtomicBool::new(false),
            failures: AtomicU64::new(0),
            landed: Notify::new(),
            block,
            grain,
        }
    }

    /// Admits a call by what is at hand, or refuses it if the store cannot have what it lacks.
    pub(super) fn look(&self, cost: u32, now: Nanos) -> Look {
        // First this: what a fetch brought is at hand before it is known what it left.
        let ahead = self.ahead(now);
        if let Some(left) = self.permits.take(cost, now) {
            return Look::Decided(self.decision(true, left, Duration::ZERO, ahead));
        }
        let left = self.permits.at_hand(now);
        let lacks = self.grain.span(cost.saturating_sub(left));
        let most = self.grain.span(self.grain.burst());
        match (ahead + lacks).checked_sub(most) {
            Some(wait) if !wait.is_zero() => Look::Decided(self.decision(false, left, wait, ahead)),
            _ => Look::Empty,
        }
    }

    fn decision(
        &self,
        admitted: bool,
        at_hand: u32,
        retry_after: Duration,
        ahead: Duration,
    ) -> Decision {
        let burst = self.grain.burst();
        let free = self
            .grain
            .permits_in(self.grain.span(burst).saturating_sub(ahead));
        let remaining = free.saturating_add(at_hand).min(burst);
        Decision::new(admitted, burst, remaining, ahead, retry_after)
    }

    /// Until the store has worked off all.
    fn ahead(&self, now: Nanos) -> Duration {
        let worked_off = self.worked_off.load(Ordering::Acquire);
        Duration::from_nanos(worked_off.saturating_sub(now))
    }

    /// Whether it is time to fetch, so that nobody has to wait: three quarters of a block were
    /// handed out before it lapsed, so they are in demand, and the store may have more.
    pub(super) fn is_running_out(&self, now: Nanos) -> bool {
        let most = self.grain.span(self.grain.burst());
        self.permits.at_hand(now) <= self.block / 4
            && !self.fetching.load(Ordering::Relaxed)
            && self.ahead(now) + self.grain.span(1) <= most
    }

    /// What the store has granted is at hand.
    fn land(&self, grant: Grant, now: Nanos) {
        // Permits first: whoever sees that the store has no more has seen them, too.
        let gone = self.gone.swap(0, Ordering::AcqRel);
        let granted = grant.granted.saturating_sub(gone);
        self.permits.add(granted, now, |held| {
            now.saturating_add(nanos(self.grain.span(held)).max(SHORTEST))
        });
        let worked_off = now.saturating_add(nanos(grant.reset));
        self.worked_off.store(worked_off, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resilience::limit::Rate;

    const MILLI: Nanos = 1_000_000;

    fn lease() -> Lease {
        Lease::new(10, Grain::of(Rate::per_second(100).burst(20)))
    }

    fn grant(granted: u32, reset_ms: u64) -> Grant {
        Grant {
            granted,
            left: 0,
            retry_after: Duration::ZERO,
            reset: Duration::from_millis(reset_ms),
        }
    }

    fn decided(look: &Look) -> Option<Decision> {
        match look {
            Look::Decided(decision) => Some(*decision),
            Look::Empty => None,
        }
    }

    #[test]
    fn what_is_at_hand_is_handed_out_with_figures_of_both() {
        let lease = lease();
        assert_eq!(decided(&lease.look(1, 0)), None);
        lease.land(grant(10, 100), 0);
        let first = decided(&lease.look(1, 0)).expect("there are ten");
        // Nine at hand, and ten in the store.
        assert!(first.admitted);
        assert_eq!((first.limit, first.remaining), (20, 19));
        assert_eq!(first.reset, Duration::from_millis(100));
        let later = decided(&lease.look(2, 50 * MILLI)).expect("there are nine");
        assert_eq!(
            (later.remaining, later.reset),
            (20, Duration::from_millis(50))
        );
    }

    #[test]
    fn a_block_lapses_with_its_share_of_the_window() {
        let lease = lease();
        lease.land(grant(10, 100), 0);
        assert!(decided(&lease.look(1, 99 * MILLI)).is_some());
        assert_eq!(decided(&lease.look(1, 100 * MILLI)), None);
    }

    #[test]
    fn a_call_is_refused_without_a_trip_while_the_store_can_have_nothing() {
        let lease = lease();
        lease.land(grant(0, 200), 0);
        let refused = decided(&lease.look(1, 0)).expect("it is known");
        assert!(!refused.admitted);
        assert_eq!(
            (refused.remaining, refused.retry_after),
            (0, Duration::from_millis(10))
        );
        assert!(!lease.is_running_out(0));
        assert_eq!(decided(&lease.look(1, 10 * MILLI)), None);
        let two = decided(&lease.look(2, 10 * MILLI)).expect("one is not enough");
        assert_eq!(two.retry_after, Duration::from_millis(10));
    }

    #[test]
    fn the_next_block_is_due_when_three_quarters_are_gone() {
        let lease = lease();
        lease.land(grant(10, 100), 0);
        assert!(!lease.is_running_out(0));
        lease.look(7, 0);
        assert!(!lease.is_running_out(0));
        lease.look(1, 0);
        assert!(lease.is_running_out(0));
    }
}
