//! The list of all guards, for a dashboard.

use std::fmt;

use super::{ALL, Name, Series, Watched};
use crate::metrics as names;
use crate::resilience::State;

/// What a guard does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum GuardKind {
    /// A circuit breaker, or the breakers of all keys of a function.
    CircuitBreaker,
    /// A retry.
    Retry,
    /// A rate limit, or the limits of all keys of a function.
    RateLimit,
    /// A bulkhead.
    Bulkhead,
    /// A time-out.
    Timeout,
    /// A hedge.
    Hedge,
    /// A fallback.
    Fallback,
}

impl GuardKind {
    /// As the attribute is called: `circuit_breaker`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CircuitBreaker => "circuit_breaker",
            Self::Retry => "retry",
            Self::RateLimit => "rate_limit",
            Self::Bulkhead => "bulkhead",
            Self::Timeout => "timeout",
            Self::Hedge => "hedge",
            Self::Fallback => "fallback",
        }
    }

    /// The kind of guard that counts this.
    pub(super) fn of(metric: &str) -> Option<Self> {
        Some(match metric {
            names::CIRCUIT_BREAKER_STATE
            | names::CIRCUIT_BREAKER_CALLS
            | names::CIRCUIT_BREAKER_STATE_CHANGES
            | names::CIRCUIT_BREAKER_REJECTED => Self::CircuitBreaker,
            names::RETRY_ATTEMPTS | names::RETRY_EXHAUSTED | names::RETRY_SUCCESS_AFTER_FAILURE => {
                Self::Retry
            }
            names::RATE_LIMIT_CHECKS | names::RATE_LIMIT_STORE_ERRORS => Self::RateLimit,
            names::BULKHEAD_IN_USE | names::BULKHEAD_QUEUE | names::BULKHEAD_REJECTED => {
                Self::Bulkhead
            }
            names::TIMEOUTS => Self::Timeout,
            names::HEDGES => Self::Hedge,
            names::FALLBACKS => Self::Fallback,
            _ => return None,
        })
    }
}

impl fmt::Display for GuardKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One guard: an attribute that was called at least once, or what a builder has made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GuardReport {
    /// What it does.
    pub kind: GuardKind,
    /// What it is called; other guards may be called the same.
    pub name: Name,
    /// The state of its circuit. `None` of other guards, and where each key has a circuit of its own
    /// and they are not all in one state.
    pub state: Option<State>,
    /// What it has counted since it was made.
    pub counters: Vec<GuardCounter>,
    /// What is so now.
    pub gauges: Vec<GuardGauge>,
}

/// What a guard has counted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GuardCounter {
    /// One of the names in [`gambeson::metrics`](crate::metrics).
    pub metric: &'static str,
    /// Labels and their values, beside `name`.
    pub labels: &'static [(&'static str, &'static str)],
    /// How often.
    pub value: u64,
}

/// What is so of a guard now.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GuardGauge {
    /// One of the names in [`gambeson::metrics`](crate::metrics).
    pub metric: &'static str,
    /// Labels and their values, beside `name`.
    pub labels: &'static [(&'static str, &'static str)],
    /// How much.
    pub value: f64,
}

/// All guards of the process, in the order in which they were made: for a dashboard.
///
/// A guard of an attribute is made by the first call of its function. One that is dropped is no
/// longer listed, once nobody else is looking at it. Each number is as it stands when it is read, so that two of them need not add up.
///
/// ```
/// use gambeson::metrics::CIRCUIT_BREAKER_REJECTED;
/// use gambeson::resilience::{CircuitBreaker, GuardKind, State, guards};
///
/// let breaker = CircuitBreaker::builder().name("payments").build()?;
/// breaker.force_open();
/// assert!(breaker.try_acquire().is_err());
/// let guards = guards();
/// let payments = guards.iter().find(|guard| guard.name == "payments").expect("it is held");
/// assert_eq!(payments.kind, GuardKind::CircuitBreaker);
/// assert_eq!(payments.state, Some(State::ForcedOpen));
/// assert_eq!(payments.counted(CIRCUIT_BREAKER_REJECTED), 1);
/// # Ok::<(), gambeson::resilience::PolicyError>(())
/// ```
pub fn guards() -> Vec<GuardReport> {
    let held = ALL.held();
    held.iter()
        .filter_map(|guard| GuardReport::of(&**guard))
        .collect()
}

impl GuardReport {
    /// All series of a counter, added up.
    pub fn counted(&self, metric: &str) -> u64 {
        let series = self.counters.iter();
        series
            .filter(|counter| counter.metric == metric)
            .map(|counter| counter.value)
            .sum()
    }

    pub(super) fn of(guard: &dyn Watched) -> Option<Self> {
        let mut counters = Vec::new();
        guard.counters(&mut |Series { metric, labels }, value| {
            counters.push(GuardCounter {
                metric,
                labels,
                value,
            });
        });
        let mut gauges = Vec::new();
        guard.gauges(&mut |Series { metric, labels }, value| {
            gauges.push(GuardGauge {
                metric,
                labels,
                value,
            });
        });
        let metrics = counters.iter().map(|counter| counter.metric);
        let mut metrics = metrics.chain(gauges.iter().map(|gauge| gauge.metric));
        let kind = metrics.find_map(GuardKind::of)?;
        Some(Self {
            kind,
            name: guard.name().clone(),
            state: state(&gauges),
            counters,
            gauges,
        })
    }
}

/// The one state that a gauge says to be so.
fn state(gauges: &[GuardGauge]) -> Option<State> {
    let mut so = gauges
        .iter()
        .filter(|gauge| gauge.metric == names::CIRCUIT_BREAKER_STATE && gauge.value > 0.0);
    let (Some(gauge), None) = (so.next(), so.next()) else {
        return None;
    };
    let &(_, label) = gauge.labels.iter().find(|(key, _)| *key == "state")?;
    let mut states = STATES.into_iter();
    states.find(|state| state.as_str() == label)
}

const STATES: [State; 6] = [
    State::Closed,
    State::Open,
    State::HalfOpen,
    State::ForcedOpen,
    State::Disabled,
    State::MetricsOnly,
];
