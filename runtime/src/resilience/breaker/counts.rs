//! What a state has counted.

/// The results of the present state, as far as the window reaches.
///
/// Calls whose error is ignored, and calls that were abandoned and do not count, are in none of
/// these.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Counts {
    /// Calls with a result.
    pub calls: u64,
    /// Of these, the failures.
    pub failures: u64,
    /// Of these, the slow ones, failed or not.
    pub slow: u64,
    /// Failures in a row, up to now.
    pub consecutive_failures: u64,
    /// Calls that this state has refused.
    pub rejected: u64,
    /// Failures as a share of the calls, from 0 to 1; `None` while there are too few calls to say.
    pub failure_rate: Option<f64>,
    /// The same of slow calls.
    pub slow_rate: Option<f64>,
}

impl Counts {
    /// Calls that did not fail.
    pub fn successes(&self) -> u64 {
        self.calls.saturating_sub(self.failures)
    }

    pub(super) fn of(results: Results, enough: u64) -> Self {
        let rate = |some| (results.calls >= enough.max(1)).then(|| share(some, results.calls));
        Self {
            calls: results.calls,
            failures: results.failures,
            slow: results.slow,
            failure_rate: rate(results.failures),
            slow_rate: rate(results.slow),
            ..Self::default()
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a rate needs no more than 52 bits"
)]
fn share(some: u64, all: u64) -> f64 {
    some as f64 / all as f64
}

/// Results, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Results {
    pub(super) calls: u64,
    pub(super) failures: u64,
    pub(super) slow: u64,
}

impl Results {
    pub(super) fn add(&mut self, result: Done) {
        self.calls += 1;
        self.failures += u64::from(result.failed);
        self.slow += u64::from(result.slow);
    }

    pub(super) fn join(&mut self, other: Self) {
        self.calls += other.calls;
        self.failures += other.failures;
        self.slow += other.slow;
    }
}

/// How one call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) failed: bool,
    pub(super) slow: bool,
}
