//! `window = exact`: no more than the limit in any window, because each admission is remembered for
//! as long as a window lasts.
//!
//! The times of what was admitted stand in a ring, eight bytes each, as many as the limit at most.
//! Each ring has its lock, which is held for as long as it takes to forget what is past.

use std::collections::VecDeque;
use std::time::Duration;

use super::outcome::{Level, Outcome, Verdict};
use super::rate::Rate;
use super::time::{Moment, Timing, ticks};
use crate::clock::Clock;
use crate::stack::Call;

/// So many in any window.
#[derive(Clone, Debug)]
pub(super) struct Exact {
    timing: Timing,
    limit: u32,
    period: u64,
    /// How long an empty ring is kept.
    idle: u64,
}

/// When each was admitted, the earliest first. Those who wait stand here with the time that they
/// wait for.
#[derive(Debug, Default)]
pub(super) struct Ring(VecDeque<u64>);

impl Exact {
    pub(super) fn new(rate: Rate, idle: Duration, clock: Clock) -> Self {
        Self {
            timing: Timing::exact(clock),
            limit: rate.limit(),
            period: ticks(rate.period()).max(1),
            idle: ticks(idle),
        }
    }

    pub(super) fn now(&self, call: Option<Call<'_>>) -> Moment {
        self.timing
            .now(call, self.period / u64::from(self.limit.max(1)))
    }

    /// Notes `cost` in the ring at `moment`, or at the latest `patience` ticks later.
    pub(super) fn take(
        &self,
        ring: &mut Ring,
        moment: Moment,
        cost: u32,
        patience: u64,
    ) -> Outcome {
        let now = moment.now;
        let past = now.saturating_add(moment.grace);
        ring.forget(past, self.period);
        let verdict = self.verdict(ring, past, cost, patience);
        let at = match verdict {
            Verdict::Admitted => Some(now),
            Verdict::AdmittedAt(at) => Some(at),
            Verdict::Refused(_) | Verdict::Never => None,
        };
        if let Some(at) = at {
            // Two threads may have read the time in another order than they came in here.
            let at = ring.0.back().map_or(at, |last| at.max(*last));
            ring.0.extend(std::iter::repeat_n(at, cost as usize));
        }
        let used = u32::try_from(ring.0.len()).unwrap_or(u32::MAX);
        Outcome {
            verdict,
            moment,
            level: Level::Exact {
                remaining: self.limit.saturating_sub(used),
                whole_at: self.whole_at(ring).unwrap_or(now),
            },
        }
    }

    fn verdict(&self, ring: &Ring, now: u64, cost: u32, patience: u64) -> Verdict {
        if cost == 0 {
            return Verdict::Admitted;
        }
        if cost > self.limit {
            return Verdict::Never;
        }
        let sum = ring.0.len().saturating_add(cost as usize);
        let Some(over) = sum
            .checked_sub(self.limit as usize)
            .filter(|over| *over > 0)
        else {
            return Verdict::Admitted;
        };
        // So many of the earliest have to leave the window.
        let Some(at) = ring
            .0
            .get(over - 1)
            .and_then(|first| first.checked_add(self.period))
        else {
            return Verdict::Never;
        };
        if at <= now {
            Verdict::Admitted
        } else if at <= now.saturating_add(patience) {
            Verdict::AdmittedAt(at)
        } else {
            Verdict::Refused(at)
        }
    }

    /// Whether a ring is as if it had never been used, and nobody has for a while.
    pub(super) fn is_idle(&self, ring: &Ring, now: u64) -> bool {
        let last = ring.0.back().copied();
        let kept = self.period.max(self.idle);
        last.is_none_or(|last| last.saturating_add(kept) <= now)
    }

    /// How many of a ring are in the window, and when the last of them will be forgotten.
    pub(super) fn used(&self, ring: &Ring, now: u64) -> (usize, Option<u64>) {
        let past = |at: &u64| at.saturating_add(self.period) <= now;
        let used = ring.0.len() - ring.0.partition_point(past);
        (used, self.whole_at(ring))
    }

    /// When the last of a ring will be forgotten.
    fn whole_at(&self, ring: &Ring) -> Option<u64> {
        ring.0.back().map(|last| last.saturating_add(self.period))
    }
}

impl Ring {
    /// Forgets what is no part of any window that holds `now`.
    fn forget(&mut self, now: u64, period: u64) {
        while self
            .0
            .front()
            .is_some_and(|first| first.saturating_add(period) <= now)
        {
            self.0.pop_front();
        }
    }

    /// Gives back what was noted for `at` by a call that never went on, if nobody came later.
    pub(super) fn give_back(&mut self, at: u64, cost: u32) {
        for _ in 0..cost {
            if self.0.back() == Some(&at) {
                self.0.pop_back();
            }
        }
    }
}
