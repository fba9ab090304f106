//! All circuits of the process, and what each has counted.

use std::sync::{Arc, Mutex, Weak};

use super::core::Core;
use super::face::CircuitBreaker;
use super::keyed::{Inner, KeyedBreakers};
use super::state::State;
use super::totals::{
    ABANDONED, FAILURES, IGNORED, OTHER_FAILURES, OTHER_SUCCESSES, REJECTED, SUCCESSES, Totals,
};
use crate::metrics as names;
use crate::resilience::name::Name;
use crate::resilience::seen::{self, Series, Watched};
use crate::sync::lock;

static ALL: Mutex<Vec<Listed>> = Mutex::new(Vec::new());

/// A circuit, or all of one name, for as long as somebody holds it.
enum Listed {
    Alone(Weak<Core>),
    Keyed(Weak<Inner>),
}

impl Listed {
    fn is_held(&self) -> bool {
        match self {
            Self::Alone(core) => core.strong_count() > 0,
            Self::Keyed(inner) => inner.strong_count() > 0,
        }
    }
}

pub(super) fn alone(core: &Arc<Core>) {
    list(Listed::Alone(Arc::downgrade(core)));
    seen::watch(core.counter.totals());
}

pub(super) fn keyed(inner: &Arc<Inner>) {
    list(Listed::Keyed(Arc::downgrade(inner)));
    seen::watch(inner.totals());
}

fn list(listed: Listed) {
    let mut all = lock(&ALL);
    // It grows only if it is full of those that are held.
    if all.len() == all.capacity() {
        all.retain(Listed::is_held);
    }
    all.push(listed);
}

/// The circuit breaker of this name: that of an attribute, from the function's first call on, or one
/// that was built. Of several, the one that was made first.
///
/// ```
/// use gambeson::resilience::{CircuitBreaker, State, breaker};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let built = CircuitBreaker::builder().name("search").build()?;
/// let Some(found) = breaker("search") else { return Ok(()) };
/// found.force_open();
/// assert_eq!(built.state(), State::ForcedOpen);
/// # Ok(()) }
/// ```
pub fn breaker(name: &str) -> Option<CircuitBreaker> {
    breakers()
        .into_iter()
        .find(|breaker| breaker.name() == name)
}

/// All circuit breakers without keys that somebody holds, in the order in which they were made.
pub fn breakers() -> Vec<CircuitBreaker> {
    let all = lock(&ALL);
    let alone = all.iter().filter_map(|listed| match listed {
        Listed::Alone(core) => core.upgrade(),
        Listed::Keyed(_) => None,
    });
    alone.map(CircuitBreaker::of_core).collect()
}

/// The circuit breakers of this name that have keys: those of an attribute with `key`, from the
/// function's first call on, or those that were built. Of several, those that were made first.
pub fn keyed_breakers(name: &str) -> Option<KeyedBreakers> {
    let all = lock(&ALL);
    let mut keyed = all.iter().filter_map(|listed| match listed {
        Listed::Keyed(inner) => inner.upgrade(),
        Listed::Alone(_) => None,
    });
    keyed
        .find(|inner| inner.totals().name() == name)
        .map(KeyedBreakers::of_inner)
}

impl Watched for Totals {
    fn name(&self) -> &Name {
        self.name()
    }

    fn counters(&self, tell: &mut dyn FnMut(Series, u64)) {
        let [success, failure, ignored, abandoned] = &OUTCOMES;
        let sum = |number| self.sum(number);
        let mut calls = |labels, count| tell(series(names::CIRCUIT_BREAKER_CALLS, labels), count);
        calls(success, sum(SUCCESSES) + sum(OTHER_SUCCESSES));
        calls(failure, sum(FAILURES) + sum(OTHER_FAILURES));
        calls(ignored, sum(IGNORED));
        calls(abandoned, sum(ABANDONED));
        tell(series(names::CIRCUIT_BREAKER_REJECTED, &[]), sum(REJECTED));
        for (from, row) in State::ALL.into_iter().zip(&CHANGES) {
            for (to, labels) in State::ALL.into_iter().zip(row) {
                let count = self.changes(from, to);
                // Most of them never come about.
                if count > 0 {
                    tell(series(names::CIRCUIT_BREAKER_STATE_CHANGES, labels), count);
                }
            }
        }
    }

    /// Of one circuit, 1 for the state that it is in; of circuits by key, how many are in each.
    fn gauges(&self, tell: &mut dyn FnMut(Series, f64)) {
        for (state, labels) in State::ALL.into_iter().zip(&STATES) {
            #[expect(clippy::cast_precision_loss, reason = "there are not so many circuits")]
            let count = self.in_state(state) as f64;
            tell(series(names::CIRCUIT_BREAKER_STATE, labels), count);
        }
    }
}

fn series(metric: &'static str, labels: &'static [(&'static str, &'static str)]) -> Series {
    Series { metric, labels }
}

type Label = (&'static str, &'static str);

static OUTCOMES: [[Label; 1]; 4] = [
    [("outcome", "success")],
    [("outcome", "failure")],
    [("outcome", "ignored")],
    [("outcome", "abandoned")],
];

static STATES: [[Label; 1]; State::ALL.len()] = of_each_state("state");

static CHANGES: [[[Label; 2]; State::ALL.len()]; State::ALL.len()] = of_each_change();

/// A label for each of [`State::ALL`].
const fn of_each_state(name: &'static str) -> [[Label; 1]; State::ALL.len()] {
    let mut labels = [[(name, "")]; State::ALL.len()];
    let mut number = 0;
    while number < State::ALL.len() {
        labels[number][0].1 = State::ALL[number].as_str();
        number += 1;
    }
    labels
}

/// Labels for each pair of [`State::ALL`].
const fn of_each_change() -> [[[Label; 2]; State::ALL.len()]; State::ALL.len()] {
    let mut labels = [[[("from", ""), ("to", "")]; State::ALL.len()]; State::ALL.len()];
    let mut from = 0;
    while from < State::ALL.len() {
        let mut to = 0;
        while to < State::ALL.len() {
            labels[from][to][0].1 = State::ALL[from].as_str();
            labels[from][to][1].1 = State::ALL[to].as_str();
            to += 1;
        }
        from += 1;
    }
    labels
}
