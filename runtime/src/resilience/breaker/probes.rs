//! The calls of a half-open circuit.

use super::counts::{Counts, Done, Results};
use super::policy::{BreakerPolicy, Decided};

/// Which probes were let through, and how they ended.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Probes {
    admitted: u64,
    results: Results,
}

impl Probes {
    /// Whether there is a place for one more; it is taken then.
    pub(super) fn admit(&mut self, policy: &BreakerPolicy) -> bool {
        let free = self.admitted < policy.half_open.permits;
        self.admitted += u64::from(free);
        free
    }

    /// One has ended without a result.
    pub(super) fn returned(&mut self) {
        self.admitted = self.admitted.saturating_sub(1);
    }

    /// One has ended, and perhaps decides.
    pub(super) fn ended(&mut self, done: Done, policy: &BreakerPolicy) -> Option<Decided> {
        self.results.add(done);
        if policy.half_open.by_rate {
            return self.by_rate(policy);
        }
        let Results {
            calls, failures, ..
        } = self.results;
        if failures >= policy.half_open.failures {
            Some(Decided::Open)
        } else if calls - failures >= policy.half_open.successes {
            Some(Decided::Closed)
        } else {
            None
        }
    }

    fn by_rate(&self, policy: &BreakerPolicy) -> Option<Decided> {
        if self.results.calls < policy.probes_by_rate() {
            return None;
        }
        let exceeds = policy.exceeds(&self.counts(policy));
        Some(if exceeds {
            Decided::Open
        } else {
            Decided::Closed
        })
    }

    pub(super) fn counts(&self, policy: &BreakerPolicy) -> Counts {
        Counts::of(self.results, policy.probes_by_rate())
    }
}
