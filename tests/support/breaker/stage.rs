//! One scenario, played.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use gambeson::resilience::{
    CircuitBreaker, Counts, Decided, EvaluateOn, HalfOpen, OpenFor, Outcome, Permit, State, Window,
};
use gambeson::test::ManualClock;

use super::scenario::{
    Answer, Config, Decision, Evaluate, HalfOpenSpec, How, OnMaxWait, Op, Scenario, Step,
    WindowSpec,
};

pub(super) struct Stage {
    breaker: CircuitBreaker,
    clock: ManualClock,
    /// By their names; those without one are held until the end.
    permits: HashMap<Option<String>, Vec<Permit>>,
    /// What made the circuit open is still read while it is.
    keeps_metrics: bool,
}

impl Stage {
    /// The number of the step that failed, and why.
    pub(super) fn play(scenario: &Scenario) -> Result<(), (usize, String)> {
        let mut stage = Self::set(&scenario.config).map_err(|reason| (0, reason))?;
        for (number, step) in scenario.steps.iter().enumerate() {
            stage.step(step).map_err(|reason| (number + 1, reason))?;
        }
        Ok(())
    }

    fn set(config: &Config) -> Result<Self, String> {
        let clock = ManualClock::new();
        let mut builder = CircuitBreaker::builder()
            .clock(clock.clone())
            .window(window(&config.window))
            .evaluate_on(match config.evaluate_on {
                Some(Evaluate::Any) => EvaluateOn::Any,
                Some(Evaluate::Failure) | None => EvaluateOn::Failure,
            });
        if let Some(failures) = config.consecutive_failures {
            builder = builder.consecutive(failures);
        }
        if let Some(failures) = config.failure_count {
            builder = builder.failures(failures);
        }
        if let Some(percent) = config.failure_rate {
            builder = builder.failure_rate(percent / 100.0);
        }
        if let Some(ms) = config.slow_call_ms {
            // Who counts slow calls and says no rate means all of them.
            let percent = config.slow_call_rate.unwrap_or(100.0);
            builder = builder.slow_rate(percent / 100.0, Duration::from_millis(ms));
        } else if config.consecutive_failures.is_none()
            && config.failure_count.is_none()
            && config.failure_rate.is_none()
        {
            // No rule at all: it opens by hand only.
            builder = builder.consecutive(u64::MAX);
        }
        if let Some(calls) = config.min_calls {
            builder = builder.min_calls(calls);
        }
        if let Some(ms) = config.open_wait_ms {
            builder = builder.open_for(open_for(Duration::from_millis(ms), config));
        }
        if let Some(spec) = &config.half_open {
            builder = builder.half_open(half_open(spec));
        }
        Ok(Self {
            breaker: builder.build().map_err(|error| error.to_string())?,
            clock,
            permits: HashMap::new(),
            keeps_metrics: config.open_keeps_metrics,
        })
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        match &step.op {
            Op::Call {
                outcome,
                n,
                expect,
                dur_ms,
            } => {
                for _ in 0..*n {
                    let permit = self.acquire(*expect)?;
                    self.clock.advance(Duration::from_millis(*dur_ms));
                    if let Some(permit) = permit {
                        end(permit, *outcome);
                    }
                }
            }
            Op::Acquire { id, n, expect } => {
                for _ in 0..*n {
                    let permit = self.acquire(Some(*expect))?;
                    self.permits.entry(id.clone()).or_default().extend(permit);
                }
            }
            Op::Finish { id, outcome } => {
                let held = self.permits.get_mut(&Some(id.clone()));
                let permit = held.and_then(Vec::pop);
                end(permit.ok_or(format!("no permit `{id}`"))?, *outcome);
            }
            Op::Advance { ms } => self.clock.advance(Duration::from_millis(*ms)),
            Op::Manual { action, ms, expect } => {
                let legal = self.manual(action, *ms)?;
                same("legal", &(expect.as_deref() != Some("illegal")), &legal)?;
            }
            Op::Observe => {}
        }
        self.look(step)
    }

    fn acquire(&self, expect: Option<Answer>) -> Result<Option<Permit>, String> {
        let permit = self.breaker.try_acquire().ok();
        let got = match permit {
            Some(_) => Answer::Permit,
            None => Answer::Reject,
        };
        same("answer", &expect.unwrap_or(got), &got)?;
        Ok(permit)
    }

    /// Whether the state allowed it.
    fn manual(&self, action: &str, ms: Option<u64>) -> Result<bool, String> {
        let breaker = &self.breaker;
        match (action, ms) {
            ("open", _) => breaker.trip(),
            ("open_for", Some(ms)) => breaker.trip_for(Duration::from_millis(ms)),
            ("half_open", _) => return Ok(breaker.half_open()),
            ("close", _) => breaker.force_closed(),
            ("reset", _) => breaker.reset(),
            ("force_open", _) => breaker.force_open(),
            ("disable", _) => breaker.disable(),
            ("metrics_only", _) => breaker.metrics_only(),
            (action, _) => return Err(format!("unknown action `{action}`")),
        }
        Ok(true)
    }

    fn look(&self, step: &Step) -> Result<(), String> {
        if let Some(state) = &step.state {
            same("state", &state.as_str(), &self.breaker.state().as_str())?;
        }
        if step.metrics.is_empty() {
            return Ok(());
        }
        let now = self.breaker.counts();
        let kept = self.keeps_metrics && self.breaker.state() == State::Open;
        let counts = self.breaker.opened_by().filter(|_| kept).unwrap_or(now);
        for (name, expected) in &step.metrics {
            let got = metric(name, &counts, now.rejected)?;
            if (expected - got).abs() > 1e-6 {
                return Err(format!("expected {name} {expected}, got {got}"));
            }
        }
        Ok(())
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, got: &T) -> Result<(), String> {
    if expected == got {
        Ok(())
    } else {
        Err(format!("expected {what} {expected:?}, got {got:?}"))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a scenario are small")]
fn metric(name: &str, counts: &Counts, rejected: u64) -> Result<f64, String> {
    let percent = |rate: Option<f64>| rate.map_or(-1.0, |rate| rate * 100.0);
    Ok(match name {
        "calls" => counts.calls as f64,
        "failures" => counts.failures as f64,
        "successes" => counts.successes() as f64,
        "slow" => counts.slow as f64,
        "consecutive_failures" => counts.consecutive_failures as f64,
        "not_permitted" => rejected as f64,
        "failure_rate" => percent(counts.failure_rate),
        "slow_rate" => percent(counts.slow_rate),
        name => return Err(format!("unknown metric `{name}`")),
    })
}

/// Tells a permit how its call ended.
fn end(permit: Permit, how: How) {
    match how {
        How::Success => permit.finish(Outcome::Success),
        How::Failure => permit.finish(Outcome::Failure),
        How::Ignored => permit.finish(Outcome::Ignored),
        How::Cancelled => drop(permit),
        How::Panic => {
            let panics = AssertUnwindSafe(|| {
                let _permit = permit;
                resume_unwind(Box::new("a panic of the scenario"))
            });
            drop(catch_unwind(panics));
        }
    }
}

fn window(spec: &WindowSpec) -> Window {
    match *spec {
        WindowSpec::None => Window::None,
        WindowSpec::Count { size } => Window::Calls(size),
        WindowSpec::Time { ms, buckets } => Window::Sliding {
            span: Duration::from_millis(ms),
            buckets,
        },
        WindowSpec::FixedTime { ms } => Window::Fixed(Duration::from_millis(ms)),
    }
}

fn open_for(first: Duration, config: &Config) -> OpenFor {
    match config.open_backoff {
        None => OpenFor::Fixed(first),
        Some(factor) => OpenFor::Exponential {
            first,
            factor,
            max: config
                .open_wait_max_ms
                .map_or(Duration::MAX, Duration::from_millis),
        },
    }
}

/// Of `permits` results, so many failures open the circuit, and so many successes close it. Who
/// names one of the two means that the other is what can no longer be reached.
fn half_open(spec: &HalfOpenSpec) -> HalfOpen {
    let permits = spec.permits;
    let rest = |threshold: u64| (permits + 1).saturating_sub(threshold);
    let (successes, failures) = match (
        spec.decision,
        spec.success_threshold,
        spec.failure_threshold,
    ) {
        (Decision::FirstFailure, successes, _) => (successes.unwrap_or(permits), 1),
        (Decision::Threshold, Some(successes), _) => (successes, rest(successes)),
        (Decision::Threshold, None, Some(failures)) => (rest(failures), failures),
        (Decision::Threshold | Decision::RateAfterN, ..) => (permits, 1),
    };
    let mut probes = HalfOpen::probes(permits);
    probes.successes = successes;
    probes.failures = failures;
    probes.by_rate = matches!(spec.decision, Decision::RateAfterN);
    probes.max_wait = spec
        .max_wait_ms
        .map_or(Duration::MAX, Duration::from_millis);
    probes.then = match spec.on_max_wait {
        Some(OnMaxWait::Closed) => Decided::Closed,
        Some(OnMaxWait::Open) | None => Decided::Open,
    };
    probes
}
