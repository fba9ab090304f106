//! Our side, as a user writes it.

use std::time::Duration;

use gambeson::resilience::{BreakerBuilder, CircuitBreaker, OpenFor, Window};

use crate::harness::drive::Driver;
use crate::harness::{Subject, leak};
use crate::resilience::called::{called, down};

fn by_hand(policy: BreakerBuilder) -> &'static CircuitBreaker {
    leak(policy.build().expect("the policy is possible"))
}

pub(super) fn consecutive(driver: Driver<'_>) -> Subject<'_> {
    let breaker = by_hand(CircuitBreaker::builder());
    driver.subject("ours", |i| breaker.run(called(i)))
}

pub(super) fn last_100(driver: Driver<'_>) -> Subject<'_> {
    let policy = CircuitBreaker::builder().failure_rate(0.5);
    let breaker = by_hand(policy.window(Window::Calls(100)));
    driver.subject("ours", |i| breaker.run(called(i)))
}

pub(super) fn open(driver: Driver<'_>) -> Subject<'_> {
    let wait = OpenFor::Fixed(Duration::from_secs(3_600));
    let breaker = by_hand(CircuitBreaker::builder().open_for(wait));
    driver.subject("ours", |i| breaker.run(down(i)))
}
