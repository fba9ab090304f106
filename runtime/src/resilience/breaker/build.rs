//! The settings of a breaker, and what is wrong with them.

use std::time::Duration;

use super::core::Core;
use super::face::CircuitBreaker;
use super::keyed::{IDLE, KeyedBreakers, MAX_KEYS};
use super::policy::{AbandonedAs, BreakerPolicy, EvaluateOn, HalfOpen, OpenFor, Window};
use super::streak::Streak;
use crate::clock::Clock;
use crate::resilience::name::Name;
use crate::resilience::policy::PolicyError;
use crate::test::ManualClock;

/// The settings of a [`CircuitBreaker`].
///
/// With nothing said, five failures in a row open the circuit for a minute, and then one probe
/// decides.
#[derive(Clone, Debug)]
#[must_use]
pub struct BreakerBuilder {
    name: Name,
    clock: Clock,
    policy: BreakerPolicy,
    window: Option<Window>,
    min_calls: Option<u64>,
    max_keys: usize,
    idle: Duration,
}

/// The window and the fewest calls of a rate, where nothing is said.
const LAST_CALLS: usize = 100;
const ENOUGH: u64 = 20;

/// Each call of a window takes eight bytes, and each part of a span is kept for each thread.
const MOST_CALLS: usize = 10_000_000;
const MOST_BUCKETS: u32 = 10_000;

/// More would make some waits so short that they protect nothing.
const MOST_JITTER: f64 = 0.5;

impl Default for BreakerBuilder {
    fn default() -> Self {
        Self {
            name: Name::of("circuit breaker"),
            clock: Clock::default(),
            policy: BreakerPolicy {
                consecutive: None,
                ..BreakerPolicy::default()
            },
            window: None,
            min_calls: None,
            max_keys: MAX_KEYS,
            idle: IDLE,
        }
    }
}

impl BreakerBuilder {
    /// What events, labels and rejections call it.
    pub fn name(mut self, name: impl Into<Name>) -> Self {
        self.name = name.into();
        self
    }

    /// Opens after so many failures in a row.
    pub fn consecutive(mut self, failures: u64) -> Self {
        self.policy.consecutive = Some(failures);
        self
    }

    /// Opens when this share of the window's calls has failed; from 0 to 1.
    pub fn failure_rate(mut self, rate: f64) -> Self {
        self.policy.failure_rate = Some(rate);
        self
    }

    /// Opens when so many of the window's calls have failed.
    pub fn failures(mut self, failures: u64) -> Self {
        self.policy.failures = Some(failures);
        self
    }

    /// Opens when this share of the window's calls took longer than `slow`; from 0 to 1.
    pub fn slow_rate(mut self, rate: f64, slow: Duration) -> Self {
        self.policy.slow_rate = Some(rate);
        self.policy.slow = Some(slow);
        self
    }

    /// Which calls count towards a rate: the last 100, unless said.
    pub fn window(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    /// How many calls make a rate: 20, or as many as the window has.
    pub fn min_calls(mut self, calls: u64) -> Self {
        self.min_calls = Some(calls);
        self
    }

    /// After which results the rule is asked.
    pub fn evaluate_on(mut self, results: EvaluateOn) -> Self {
        self.policy.evaluate_on = results;
        self
    }

    /// How long the circuit stays open: a minute, unless said.
    pub fn open_for(mut self, wait: OpenFor) -> Self {
        self.policy.open_for = wait;
        self
    }

    /// Makes each wait of an open circuit longer or shorter by up to this share, so that processes
    /// whose circuits opened together do not send their probes together; from 0 to 0.5. None, unless
    /// said.
    pub fn jitter(mut self, share: f64) -> Self {
        self.policy.jitter = share;
        self
    }

    /// How the circuit is tried before it closes: by one probe, unless said.
    pub fn half_open(mut self, probes: HalfOpen) -> Self {
        self.policy.half_open = probes;
        self
    }

    /// What a call counts as that was dropped before its end: nothing, unless said.
    pub fn abandoned(mut self, outcome: AbandonedAs) -> Self {
        self.policy.abandoned = outcome;
        self
    }

    /// Time by a test's clock.
    pub fn clock(mut self, clock: ManualClock) -> Self {
        self.clock = Clock::Manual(clock);
        self
    }

    /// The policy alone.
    ///
    /// # Errors
    ///
    /// What cannot be: a rate outside of 0 to 1, a number that has to be at least 1 and is 0, more
    /// results asked of the probes than there are probes, a row or a window that is longer than what
    /// is kept (16,777,215 failures, ten million calls, ten thousand parts of a span).
    pub fn policy(self) -> Result<BreakerPolicy, PolicyError> {
        let mut policy = self.policy;
        if !policy.has_rate() && policy.consecutive.is_none() {
            policy.consecutive = BreakerPolicy::default().consecutive;
        }
        policy.window = match self.window {
            Some(window) => window,
            None if policy.has_rate() => Window::Calls(LAST_CALLS),
            None => Window::None,
        };
        let most = match policy.window {
            Window::Calls(calls) => u64::try_from(calls).unwrap_or(u64::MAX),
            _ => ENOUGH,
        };
        policy.min_calls = self.min_calls.unwrap_or(ENOUGH.min(most));
        check(&policy)?;
        Ok(policy)
    }

    /// # Errors
    ///
    /// As [`policy`](Self::policy).
    pub fn build(self) -> Result<CircuitBreaker, PolicyError> {
        let (name, clock) = (self.name.clone(), self.clock.clone());
        let policy = self.policy()?;
        Ok(CircuitBreaker::listed(Core::new(name, policy, clock)))
    }
}

impl BreakerBuilder {
    /// How many keys are kept, by [`build_keyed`](Self::build_keyed): 10,000, unless said.
    pub fn max_keys(mut self, keys: usize) -> Self {
        self.max_keys = keys;
        self
    }

    /// How long a key is kept that nobody asks for, by [`build_keyed`](Self::build_keyed): an hour,
    /// unless said.
    pub fn idle(mut self, span: Duration) -> Self {
        self.idle = span;
        self
    }

    /// A breaker of these settings for each key.
    ///
    /// # Errors
    ///
    /// As [`policy`](Self::policy).
    pub fn build_keyed(self) -> Result<KeyedBreakers, PolicyError> {
        let (name, clock) = (self.name.clone(), self.clock.clone());
        let (max_keys, idle) = (self.max_keys, self.idle);
        if max_keys == 0 {
            return Err(PolicyError::new("max_keys", "must be at least 1"));
        }
        Ok(KeyedBreakers::new(
            name,
            self.policy()?,
            clock,
            max_keys,
            idle,
        ))
    }
}

fn check(policy: &BreakerPolicy) -> Result<(), PolicyError> {
    let probes = policy.half_open;
    at_least_one("consecutive", policy.consecutive)?;
    if policy.consecutive.is_some_and(|limit| limit > Streak::MOST) {
        let reason = format!("at most {}: a row is not counted further", Streak::MOST);
        return Err(PolicyError::new("consecutive", reason));
    }
    at_least_one("failures", policy.failures)?;
    at_least_one("half_open.permits", Some(probes.permits))?;
    at_least_one("half_open.successes", Some(probes.successes))?;
    at_least_one("half_open.failures", Some(probes.failures))?;
    rate("failure_rate", policy.failure_rate)?;
    rate("slow_rate", policy.slow_rate)?;
    if !probes.by_rate
        && probes.successes.saturating_add(probes.failures) > probes.permits.saturating_add(1)
    {
        let reason = format!(
            "{} probes may end without {} successes or {} failures among them; give more",
            probes.permits, probes.successes, probes.failures
        );
        return Err(PolicyError::new("half_open.permits", reason));
    }
    window(policy)?;
    if !(0.0..=MOST_JITTER).contains(&policy.jitter) {
        let reason = format!("at most {MOST_JITTER}: a circuit stays open for some time");
        return Err(PolicyError::new("jitter", reason));
    }
    wait(policy.open_for)
}

fn window(policy: &BreakerPolicy) -> Result<(), PolicyError> {
    match policy.window {
        Window::Calls(0) => Err(PolicyError::new(
            "window",
            "a window holds at least one call",
        )),
        Window::Calls(calls) if calls > MOST_CALLS => {
            let reason =
                format!("a window holds at most {MOST_CALLS} calls, each of them in memory");
            Err(PolicyError::new("window", reason))
        }
        Window::Sliding { buckets, .. } if buckets > MOST_BUCKETS => {
            let reason =
                format!("a window has at most {MOST_BUCKETS} parts, each of them in memory");
            Err(PolicyError::new("window", reason))
        }
        Window::Calls(calls) if policy.has_rate() && policy.min_calls > calls as u64 => {
            let reason = format!(
                "the window never holds {} calls; write at most {calls}",
                policy.min_calls
            );
            Err(PolicyError::new("min_calls", reason))
        }
        Window::Sliding { span, buckets } if span.is_zero() || buckets == 0 => Err(
            PolicyError::new("window", "a window spans some time, in one part or more"),
        ),
        Window::Fixed(span) if span.is_zero() => {
            Err(PolicyError::new("window", "a window spans some time"))
        }
        _ => Ok(()),
    }
}

fn wait(open_for: OpenFor) -> Result<(), PolicyError> {
    match open_for {
        OpenFor::Fixed(span) if span.is_zero() => Err(PolicyError::new(
            "open_for",
            "a circuit is open for some time",
        )),
        OpenFor::Exponential { first, factor, max }
            if first.is_zero() || max < first || !(factor.is_finite() && factor >= 1.0) =>
        {
            Err(PolicyError::new(
                "open_for",
                "the first wait is more than nothing and at most the longest, and the factor is at \
                 least 1",
            ))
        }
        _ => Ok(()),
    }
}

fn at_least_one(setting: &'static str, number: Option<u64>) -> Result<(), PolicyError> {
    match number {
        Some(0) => Err(PolicyError::new(setting, "must be at least 1")),
        _ => Ok(()),
    }
}

fn rate(setting: &'static str, rate: Option<f64>) -> Result<(), PolicyError> {
    match rate {
        Some(rate) if !(rate > 0.0 && rate <= 1.0) => {
            let reason = format!("a rate is above 0.0 and at most 1.0, not {rate}");
            Err(PolicyError::new(setting, reason))
        }
        _ => Ok(()),
    }
}
