//! A recorder that is installed after the first calls, and that nobody tells anything but gambeson's own
//! thread. One test: the process has one recorder.

use gambeson::Rejected;
use gambeson::resilience::{CircuitBreaker, publish_metrics};
use gambeson_tests::Recorded;

fn breaker(name: &'static str) -> CircuitBreaker {
    let breaker = CircuitBreaker::builder().name(name).build();
    breaker.expect("a policy that can be")
}

fn call(breaker: &CircuitBreaker) {
    assert!(breaker.call(|| Ok::<_, Rejected>(())).is_ok());
}

#[test]
fn what_is_counted_from_then_on_is_told_and_each_second_by_itself() {
    let early = breaker("early");
    for _ in 0..3 {
        call(&early);
    }
    // To nobody: there is no recorder.
    publish_metrics();
    let recorded = Recorded::here();
    for _ in 0..2 {
        call(&early);
    }
    recorded.counts("circuit_breaker_calls_total{name=early,outcome=success}", 2);
    let closed = recorded.gauge("circuit_breaker_state{name=early,state=closed}");
    assert_eq!(closed, Some(1.0));

    let late = breaker("late");
    call(&late);
    recorded.is_told_of("circuit_breaker_calls_total{name=late,outcome=success}");
}
