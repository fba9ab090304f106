//! A recorder that is installed after the first calls, in a process of its own.

use gambeson::Rejected;
use gambeson::resilience::{CircuitBreaker, publish_metrics};
use gambeson_tests::Recorded;

#[test]
fn what_is_counted_from_then_on_is_told_and_every_state() {
    let breaker = CircuitBreaker::builder().name("early").build();
    let breaker = breaker.expect("a policy that can be");
    let call = || assert!(breaker.call(|| Ok::<_, Rejected>(())).is_ok());
    for _ in 0..3 {
        call();
    }
    // To nobody: there is no recorder.
    publish_metrics();
    let recorded = Recorded::here();
    for _ in 0..2 {
        call();
    }
    recorded.counts("circuit_breaker_calls_total{name=early,outcome=success}", 2);
    let closed = recorded.gauge("circuit_breaker_state{name=early,state=closed}");
    assert_eq!(closed, Some(1.0));
}
