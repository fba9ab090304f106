//! That retries stay a share of the calls, so that an outage does not become a storm.

use std::sync::Mutex;

use crate::clock::Tick;
use crate::sync::lock;

/// Retries that may be saved up, and those that a second allows where calls are rare.
pub(super) const ALLOWANCE: i64 = 10;

/// One retry, in thousandths.
const RETRY: i64 = 1_000;

/// A bucket of tokens: each call puts in its share of a retry, each retry takes a whole one out.
///
/// What is saved for later is bounded, so that a long healthy time does not pay for a storm. Where
/// calls are so rare that their share would come to less than [`ALLOWANCE`] retries a second, so
/// many are allowed all the same, on credit: as soon as there are more calls, their shares pay for
/// it first.
#[derive(Debug)]
pub(super) struct Budget {
    /// What a call puts in, in thousandths of a retry.
    share: u32,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// In thousandths of a retry; below zero on credit.
    balance: i64,
    /// Calls that have put in their share.
    calls: u64,
    /// The second that is under way, and what had been called when it was first looked at.
    second: u64,
    from: u64,
    /// Calls of a second before.
    before: u64,
    /// Retries on credit in this second.
    credited: i64,
}

impl Budget {
    pub(super) fn new(share: u32, now: Tick) -> Self {
        Self {
            share,
            state: Mutex::new(State {
                balance: 0,
                calls: 0,
                second: second(now),
                from: 0,
                before: 0,
                credited: 0,
            }),
        }
    }

    /// Takes out one retry, if there is one. `calls` is how many there were so far.
    pub(super) fn take(&self, calls: u64, now: Tick) -> bool {
        let mut state = lock(&self.state);
        let new = calls.saturating_sub(state.calls);
        state.calls = state.calls.max(calls);
        state.balance = state
            .balance
            .saturating_add(self.worth(new))
            .min(ALLOWANCE * RETRY);
        state.turn(second(now));
        let a_second = state.before.max(state.calls - state.from);
        if state.balance >= RETRY {
            state.balance -= RETRY;
            return true;
        }
        let rare = self.worth(a_second) < ALLOWANCE * RETRY;
        if rare && state.credited < ALLOWANCE {
            state.credited += 1;
            state.balance = (state.balance - RETRY).max(-ALLOWANCE * RETRY);
            return true;
        }
        false
    }

    fn worth(&self, calls: u64) -> i64 {
        let worth = calls.saturating_mul(u64::from(self.share));
        i64::try_from(worth).unwrap_or(i64::MAX)
    }
}

impl State {
    /// Begins another second, if there is one.
    fn turn(&mut self, second: u64) {
        let passed = second.saturating_sub(self.second);
        if passed == 0 {
            return;
        }
        self.before = (self.calls - self.from) / passed;
        self.from = self.calls;
        self.second = second;
        self.credited = 0;
    }
}

fn second(now: Tick) -> u64 {
    now.bits() >> 32
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const FIFTH: u32 = 200;

    fn start() -> Tick {
        Tick::from_bits(1 << 32)
    }

    /// Every call fails, and each asks for two retries; how many it gets.
    fn retries(budget: &Budget, calls: std::ops::Range<u64>, now: impl Fn(u64) -> Tick) -> u64 {
        let mut taken = 0;
        for call in calls {
            let asked = (0..2).take_while(|_| budget.take(call + 1, now(call)));
            taken += asked.count() as u64;
        }
        taken
    }

    #[test]
    fn in_an_outage_retries_are_a_fifth_of_the_calls() {
        let budget = Budget::new(FIFTH, start());
        let taken = retries(&budget, 0..10_000, |_| start());
        assert!((1_990..=2_000).contains(&taken), "{taken}");
    }

    #[test]
    fn the_same_over_many_seconds() {
        let budget = Budget::new(FIFTH, start());
        let at = |call: u64| start().after(Duration::from_millis(call));
        let taken = retries(&budget, 0..10_000, at);
        assert!((1_990..=2_000).contains(&taken), "{taken}");
    }

    #[test]
    fn a_long_healthy_time_saves_up_no_storm() {
        let budget = Budget::new(FIFTH, start());
        assert!(budget.take(1_000_000, start()));
        let taken = retries(&budget, 1_000_000..1_001_000, |_| start());
        assert!(taken <= 200 + 10, "{taken}");
    }

    #[test]
    fn where_calls_are_rare_some_retries_are_allowed_all_the_same() {
        let budget = Budget::new(FIFTH, start());
        let at = |call: u64| start().after(Duration::from_secs(call));
        assert_eq!(retries(&budget, 0..100, at), 200);
    }

    #[test]
    fn the_allowance_of_a_second_is_spent_once() {
        let budget = Budget::new(1, start());
        let taken = (0..100).filter(|_| budget.take(1, start())).count();
        assert_eq!(taken, 10);
        let next = start().after(Duration::from_secs(1));
        let taken = (0..100).filter(|_| budget.take(1, next)).count();
        assert_eq!(taken, 10);
    }
}
