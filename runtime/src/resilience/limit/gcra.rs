//! The generic cell rate algorithm: how full a bucket is, as one point in time.
//!
//! The source is the virtual scheduling algorithm of the ATM Forum (Traffic Management 4.0, section
//! 4.4.2). What is kept is the theoretical arrival time (TAT): when all that was admitted will have
//! been worked off, one permit each interval. A call is admitted if that would not lie farther ahead
//! than a whole burst. So over any span of `n` intervals at most `n + burst` are admitted.
//!
//! Nothing here overflows: what would lie beyond the end of time is refused.

use std::sync::atomic::{AtomicU64, Ordering};

use super::decision::Decision;
use super::outcome::{Level, Outcome, Verdict};
use super::rate::Rate;
use super::time::{Moment, Timing};
use crate::clock::Clock;
use crate::stack::Call;

/// A rate in ticks.
#[derive(Clone, Debug)]
pub(super) struct Gcra {
    timing: Timing,
    burst: u32,
    /// From one permit to the next.
    interval: u64,
    /// Of a whole burst.
    whole: u64,
}

/// What becomes of a bucket.
enum Step {
    Take { next: u64, at: u64 },
    Leave(Verdict),
}

/// The time from one of `rate` to the next, rounded up.
fn interval(rate: Rate) -> u64 {
    let limit = u128::from(rate.limit().max(1));
    let ticks = (rate.period().as_nanos() << 32).div_ceil(1_000_000_000 * limit);
    u64::try_from(ticks).unwrap_or(u64::MAX).max(1)
}

impl Gcra {
    pub(super) fn new(rate: Rate, clock: Clock) -> Self {
        let interval = interval(rate);
        let whole = interval.saturating_mul(u64::from(rate.bursts()));
        Self {
            timing: Timing::of(clock, interval, whole),
            burst: rate.bursts(),
            interval,
            whole,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn now(&self, call: Option<Call<'_>>) -> Moment {
        self.timing.now(call, self.interval)
    }

    /// Takes `cost` permits out of the bucket at `moment`, or at the latest `patience` ticks later.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn take(
        &self,
        tat: &AtomicU64,
        moment: Moment,
        cost: u32,
        patience: u64,
    ) -> Outcome {
        let mut before = tat.load(Ordering::SeqCst);
        let (verdict, after) = loop {
            match self.step(before, moment, cost, patience) {
                Step::Leave(verdict) => break (verdict, before),
                Step::Take { next, at } => {
                    let swap =
                        tat.compare_exchange_weak(before, next, Ordering::SeqCst, Ordering::SeqCst);
                    match swap {
                        Ok(_) if at <= moment.now.saturating_add(moment.grace) => {
                            break (Verdict::Admitted, next);
                        }
                        Ok(_) => break (Verdict::AdmittedAt(at), next),
                        Err(other) => before = other,
                    }
                }
            }
        };
        Outcome {
            verdict,
            moment,
            level: Level::Smooth { before, after },
        }
    }

    /// Takes `cost` permits at `moment`, and says whether that could be done.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn admits(&self, tat: &AtomicU64, moment: Moment, cost: u32) -> bool {
        let mut before = tat.load(Ordering::SeqCst);
        loop {
            let Step::Take { next, .. } = self.step(before, moment, cost, 0) else {
                return false;
            };
            match tat.compare_exchange_weak(before, next, Ordering::SeqCst, Ordering::SeqCst) {
                Ok(_) => return true,
                Err(other) => before = other,
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn step(&self, tat: u64, moment: Moment, cost: u32, patience: u64) -> Step {
        let now = moment.now;
        if cost == 0 {
            return Step::Leave(Verdict::Admitted);
        }
        if cost > self.burst {
            return Step::Leave(Verdict::Never);
        }
        let counted = tat.max(now.saturating_add(moment.slack));
        let work = self.interval.checked_mul(u64::from(cost));
        let sums = work
            .and_then(|work| Some((tat.max(now).checked_add(work)?, counted.checked_add(work)?)));
        let Some((due, next)) = sums else {
            return Step::Leave(Verdict::Never);
        };
        let at = due.saturating_sub(self.whole);
        if at > now.saturating_add(patience).saturating_add(moment.grace) {
            return Step::Leave(Verdict::Refused(at));
        }
        Step::Take { next, at }
    }

    /// The figures of `outcome`.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn decision(&self, outcome: &Outcome, after: u64) -> Decision {
        let Moment { now, grace, .. } = outcome.moment;
        let until = now.saturating_add(grace).saturating_add(self.whole);
        let free = until.saturating_sub(after.max(now)) / self.interval;
        let remaining = u32::try_from(free).map_or(self.burst, |free| free.min(self.burst));
        outcome.decision(self.burst, remaining, after)
    }

    /// Gives back what a call has taken that never went on. Only the last of those who wait can:
    /// the others have been told their times, and would come too close together.
    pub(super) fn give_back(tat: &AtomicU64, before: u64, after: u64) {
        // If that fails, somebody has come later.
        let _ = tat.compare_exchange(after, before, Ordering::SeqCst, Ordering::SeqCst);
    }
}
