//! The circuit breaker by hand: what it admits, what it counts, and what cannot upset it.

mod admission;
mod attribute;
mod by_key;
mod outcomes;
mod replay;
mod seen;
mod stress;

use std::time::Duration;

use gambeson::resilience::{BreakerBuilder, CircuitBreaker, OpenFor, Outcome, Rejected};
use gambeson::test::ManualClock;

#[derive(Clone, Debug, PartialEq)]
enum Fault {
    Down,
    Rejected(Rejected),
}

impl From<Rejected> for Fault {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

const WAIT: Duration = Duration::from_secs(30);

/// Opens after two failures, for [`WAIT`] by `clock`.
fn builder(clock: &ManualClock) -> BreakerBuilder {
    CircuitBreaker::builder()
        .name("payments")
        .clock(clock.clone())
        .consecutive(2)
        .open_for(OpenFor::Fixed(WAIT))
}

fn end(breaker: &CircuitBreaker, outcome: Outcome) {
    breaker.try_acquire().expect("a permit").finish(outcome);
}

fn times(count: usize, breaker: &CircuitBreaker, outcome: Outcome) {
    (0..count).for_each(|_| end(breaker, outcome));
}
