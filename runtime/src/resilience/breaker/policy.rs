//! By what rule a circuit opens, waits and closes.

use std::time::Duration;

use super::counts::Counts;

/// By what rule a circuit opens, waits and closes. Made by [`BreakerBuilder`](super::BreakerBuilder).
#[derive(Clone, Debug, PartialEq)]
pub struct BreakerPolicy {
    pub(super) consecutive: Option<u64>,
    pub(super) failures: Option<u64>,
    pub(super) failure_rate: Option<f64>,
    pub(super) slow: Option<Duration>,
    pub(super) slow_rate: Option<f64>,
    pub(super) window: Window,
    pub(super) min_calls: u64,
    pub(super) evaluate_on: EvaluateOn,
    pub(super) open_for: OpenFor,
    pub(super) half_open: HalfOpen,
    pub(super) abandoned: AbandonedAs,
}

/// Which results count towards a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Window {
    /// All since the circuit was closed.
    None,
    /// So many last calls.
    Calls(usize),
    /// Those of the last span of time, forgotten a bucket at a time.
    Sliding {
        /// How far back.
        span: Duration,
        /// In how many parts.
        buckets: u32,
    },
    /// Those since the span began; at its end all are forgotten at once, and what began before is
    /// not counted.
    Fixed(Duration),
}

/// After which results the rule is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvaluateOn {
    /// After a failure, and after a slow call where a rate of slow calls is set.
    #[default]
    Failure,
    /// After every call: the success that makes up `min_calls` may open the circuit.
    Any,
}

/// What a call counts as that was dropped before its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AbandonedAs {
    /// As nothing: who dropped it did not wait for the answer.
    #[default]
    Ignored,
    /// As a failure: where callers drop what takes too long.
    Failure,
}

/// How long an open circuit waits before it lets a probe through.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum OpenFor {
    /// The same each time.
    Fixed(Duration),
    /// Longer each time that it opens without having been closed in between.
    Exponential {
        /// The first wait.
        first: Duration,
        /// By how much each wait is longer than the last.
        factor: f64,
        /// The longest.
        max: Duration,
    },
}

impl OpenFor {
    /// The wait when the circuit opens for the `nth` time in a row, from 1.
    pub(super) fn nth(self, nth: u32) -> Duration {
        match self {
            Self::Fixed(span) => span,
            Self::Exponential { first, factor, max } => {
                let exponent = i32::try_from(nth.saturating_sub(1)).unwrap_or(i32::MAX);
                let seconds = first.as_secs_f64() * factor.powi(exponent);
                Duration::try_from_secs_f64(seconds).map_or(max, |span| span.min(max))
            }
        }
    }
}

/// The probes of a half-open circuit, and what they decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HalfOpen {
    /// How many calls are let through. One that is ignored gives its place back.
    pub permits: u64,
    /// Successes that close the circuit.
    pub successes: u64,
    /// Failures that open it again.
    pub failures: u64,
    /// Let the rates decide instead, over as many results as there are permits or, if that is less,
    /// `min_calls`.
    pub by_rate: bool,
    /// How long it may take. `Duration::MAX` is for ever.
    pub max_wait: Duration,
    /// What becomes of the circuit if the probes have not decided by then.
    pub then: Decided,
}

/// What becomes of a half-open circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decided {
    /// It opens again.
    Open,
    /// It closes.
    Closed,
}

impl HalfOpen {
    /// So many probes, which have all to succeed within a minute.
    pub fn probes(permits: u64) -> Self {
        Self {
            permits,
            successes: permits,
            failures: 1,
            by_rate: false,
            max_wait: Duration::from_secs(60),
            then: Decided::Open,
        }
    }
}

impl BreakerPolicy {
    /// Whether a failure, `streak` in a row now, can open the circuit without a look at a rate.
    pub(super) fn trips_by_streak(&self, streak: u64) -> bool {
        self.consecutive.is_some_and(|limit| streak >= limit)
    }

    /// Whether a window has to be looked at.
    pub(super) fn has_rate(&self) -> bool {
        self.failures.is_some() || self.failure_rate.is_some() || self.slow_rate.is_some()
    }

    pub(super) fn trips_by_rate(&self, counts: &Counts) -> bool {
        let failures = self.failures.is_some_and(|limit| counts.failures >= limit);
        failures || self.exceeds(counts)
    }

    /// Whether one of the rates is reached.
    pub(super) fn exceeds(&self, counts: &Counts) -> bool {
        reaches(counts.failure_rate, self.failure_rate) || reaches(counts.slow_rate, self.slow_rate)
    }

    /// Whether the rule is to be asked after a call that ended so.
    pub(super) fn asks_after(&self, failed: bool, slow: bool) -> bool {
        failed || (slow && self.slow_rate.is_some()) || self.evaluate_on == EvaluateOn::Any
    }

    /// Results over which the rates of probes decide.
    pub(super) fn probes_by_rate(&self) -> u64 {
        self.half_open.permits.min(self.min_calls).max(1)
    }
}

fn reaches(rate: Option<f64>, limit: Option<f64>) -> bool {
    // Three of five are 60 %, whatever the last bit of the division says.
    const LAST_BITS: f64 = 1e-9;
    matches!((rate, limit), (Some(rate), Some(limit)) if rate + LAST_BITS >= limit)
}
