//! What the calls of one function share.

use super::budget::Budget;
use super::policy::RetryPolicy;
use crate::clock::{Clock, Tick};
use crate::metrics::{RETRY_ATTEMPTS, RETRY_EXHAUSTED, RETRY_SUCCESS_AFTER_FAILURE};
use crate::resilience::name::Name;
use crate::resilience::seen::{Series, Watched};
use crate::tally::Tally;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// A call.
    Call,
    /// A first attempt that has ended, where there is a budget.
    Ended,
    /// An attempt that is not the first.
    Retry,
    /// A call that failed, and might have succeeded later.
    Exhausted,
    /// A call that succeeded by a later attempt.
    Recovered,
}

const COUNTED: usize = 5;

#[derive(Debug)]
pub(super) struct Core {
    pub(super) name: Name,
    pub(super) policy: RetryPolicy,
    pub(super) clock: Clock,
    budget: Option<Budget>,
    tally: Tally<COUNTED>,
}

impl Core {
    pub(super) fn new(name: Name, policy: RetryPolicy, clock: Clock) -> Self {
        let budget = policy.budget.map(|share| Budget::new(share, clock.now()));
        Self {
            name,
            policy,
            clock,
            budget,
            tally: Tally::new(),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn count(&self, what: Counted) {
        self.tally.add(what as usize);
    }

    pub(super) fn counted(&self, what: Counted) -> u64 {
        self.tally.sum(what as usize)
    }

    /// The first attempt of a call has ended: the call puts its share into the budget.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn first_ended(&self) {
        if self.budget.is_some() {
            self.count(Counted::Ended);
        }
    }

    /// Whether the budget allows one more retry; it is spent then.
    pub(super) fn may_spend(&self, now: impl FnOnce() -> Tick) -> bool {
        match &self.budget {
            Some(budget) => budget.take(self.counted(Counted::Ended), now()),
            None => true,
        }
    }
}

impl Watched for Core {
    fn name(&self) -> &Name {
        &self.name
    }

    fn counters(&self, tell: &mut dyn FnMut(Series, u64)) {
        let attempts = self.counted(Counted::Call) + self.counted(Counted::Retry);
        for (metric, count) in [
            (RETRY_ATTEMPTS, attempts),
            (RETRY_EXHAUSTED, self.counted(Counted::Exhausted)),
            (
                RETRY_SUCCESS_AFTER_FAILURE,
                self.counted(Counted::Recovered),
            ),
        ] {
            let labels = &[];
            tell(Series { metric, labels }, count);
        }
    }
}
