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
    pub(super) jitter: f64,
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

impl Window {
    /// The last span of time, in ten parts.
    pub fn sliding(span: Duration) -> Self {
        Self::Sliding { span, buckets: 10 }
    }
}

impl OpenFor {
    /// Each wait so many times as long as the last, up to `max`; without one, up to five minutes,
    /// or the first wait if that is longer.
    pub fn growing(first: Duration, factor: f64, max: impl Into<Option<Duration>>) -> Self {
        const FIVE_MINUTES: Duration = Duration::from_secs(300);
        Self::Exponential {
            first,
            factor,
            max: max.into().unwrap_or_else(|| first.max(FIVE_MINUTES)),
        }
    }

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

    /// So many of them have to succeed: the circuit opens as soon as they cannot any more.
    #[must_use]
    pub fn of_which(self, successes: u64) -> Self {
        Self {
            successes,
            failures: self
                .permits
                .saturating_add(1)
                .saturating_sub(successes)
                .max(1),
            ..self
        }
    }

    /// Within this time; else the circuit opens again.
    #[must_use]
    pub fn within(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }
}

impl Default for BreakerPolicy {
    /// Five failures in a row open the circuit for a minute, and then one probe decides.
    fn default() -> Self {
        Self {
            consecutive: Some(5),
            failures: None,
            failure_rate: None,
            slow: None,
            slow_rate: None,
            window: Window::None,
            min_calls: 20,
            evaluate_on: EvaluateOn::default(),
            open_for: OpenFor::Fixed(Duration::from_secs(60)),
            jitter: 0.0,
            half_open: HalfOpen::probes(1),
            abandoned: AbandonedAs::default(),
        }
    }
}

impl BreakerPolicy {
    /// How long a circuit is open that opens for the `nth` time in a row, from 1. `chance`, from 0
    /// to 1, says how far the jitter goes; it never makes an exponential wait longer than its
    /// longest.
    pub(super) fn open_for(&self, nth: u32, chance: f64) -> Duration {
        let wait = self.open_for.nth(nth);
        if self.jitter <= 0.0 {
            return wait;
        }
        let factor = 1.0 + self.jitter * (2.0 * chance - 1.0);
        let spread = Duration::try_from_secs_f64(wait.as_secs_f64() * factor).unwrap_or(wait);
        match self.open_for {
            OpenFor::Fixed(_) => spread,
            OpenFor::Exponential { max, .. } => spread.min(max),
        }
    }

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
