//! Our side, as a user writes it: by the attribute and by hand.

use std::hint::black_box;
use std::time::Duration;

use gambeson::circuit_breaker;
use gambeson::resilience::{BreakerBuilder, CircuitBreaker, OpenFor, Window};

use crate::harness::drive::Driver;
use crate::harness::{Subject, leak};
use crate::resilience::called::{self, Answer};

#[circuit_breaker]
pub(super) async fn consecutive(id: usize) -> Answer {
    Ok(black_box(id))
}

#[circuit_breaker(failure_rate = 0.5, window = "100 calls")]
pub(super) async fn last_100(id: usize) -> Answer {
    Ok(black_box(id))
}

#[circuit_breaker(open_for = "1h")]
pub(super) async fn open(id: usize) -> Answer {
    called::down(id).await
}

pub(super) fn consecutive_by_hand(driver: Driver<'_>) -> Subject<'_> {
    let breaker = by_hand(CircuitBreaker::builder());
    driver.subject("by_hand", |i| breaker.run(called::called(i)))
}

pub(super) fn last_100_by_hand(driver: Driver<'_>) -> Subject<'_> {
    let policy = CircuitBreaker::builder().failure_rate(0.5);
    let breaker = by_hand(policy.window(Window::Calls(100)));
    driver.subject("by_hand", |i| breaker.run(called::called(i)))
}

pub(super) fn open_by_hand(driver: Driver<'_>) -> Subject<'_> {
    let wait = OpenFor::Fixed(Duration::from_secs(100_000));
    let breaker = by_hand(CircuitBreaker::builder().open_for(wait));
    driver.subject("by_hand", |i| breaker.run(called::down(i)))
}

fn by_hand(policy: BreakerBuilder) -> &'static CircuitBreaker {
    leak(policy.build().expect("the policy is possible"))
}
