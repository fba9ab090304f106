//! Who is let through.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gambeson::resilience::{
    BreakerBuilder, CircuitBreaker, Decided, HalfOpen, Outcome, Rejected, State, Window,
};
use gambeson::test::ManualClock;

use super::{WAIT, builder, times};

#[test]
fn an_open_circuit_says_when_to_come_again() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).build().unwrap();
    times(2, &breaker, Outcome::Failure);
    clock.advance(WAIT / 3);
    let Err(rejected) = breaker.try_acquire() else {
        panic!("the circuit is open");
    };
    assert!(matches!(rejected, Rejected::CircuitOpen(_)));
    assert_eq!(rejected.name(), "payments");
    let left = rejected.retry_after().expect("a time");
    assert!(left.abs_diff(WAIT * 2 / 3) < Duration::from_micros(1));
    assert_eq!(
        rejected.to_string(),
        "the circuit `payments` is open; come again in 20s"
    );
}

#[test]
fn of_a_thousand_concurrent_calls_as_many_are_probes_as_there_are_permits() {
    for permits in [1, 3, 10] {
        let clock = ManualClock::new();
        let breaker = builder(&clock)
            .half_open(HalfOpen::probes(permits))
            .build()
            .unwrap();
        times(2, &breaker, Outcome::Failure);
        clock.advance(WAIT);
        let (barrier, admitted) = (Barrier::new(8), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    barrier.wait();
                    let permits: Vec<_> = (0..125)
                        .filter_map(|_| breaker.try_acquire().ok())
                        .collect();
                    admitted.fetch_add(permits.len(), Ordering::Relaxed);
                    // Held until all have asked: a permit that comes back is given again.
                    barrier.wait();
                });
            }
        });
        assert_eq!(admitted.into_inner() as u64, permits);
        assert_eq!(breaker.state(), State::HalfOpen);
    }
}

#[test]
fn a_probe_that_never_ends_does_not_hold_the_circuit() {
    for (then, state) in [
        (Decided::Open, State::Open),
        (Decided::Closed, State::Closed),
    ] {
        let clock = ManualClock::new();
        let mut probes = HalfOpen::probes(1);
        probes.max_wait = Duration::from_secs(10);
        probes.then = then;
        let breaker = builder(&clock).half_open(probes).build().unwrap();
        times(2, &breaker, Outcome::Failure);
        clock.advance(WAIT);
        let probe = breaker.try_acquire().expect("a probe");
        clock.advance(Duration::from_secs(9));
        assert!(breaker.try_acquire().is_err());
        assert_eq!(breaker.state(), State::HalfOpen);
        clock.advance(Duration::from_secs(1));
        assert_eq!(breaker.state(), state);
        // Too late to decide anything.
        probe.finish(if state == State::Open {
            Outcome::Success
        } else {
            Outcome::Failure
        });
        assert_eq!(breaker.state(), state);
        assert_eq!(breaker.counts().calls, 0);
    }
}

#[test]
fn a_late_result_of_an_earlier_generation_changes_nothing() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).build().unwrap();
    let late: Vec<_> = (0..4).map(|_| breaker.try_acquire().unwrap()).collect();
    times(2, &breaker, Outcome::Failure);
    clock.advance(WAIT);
    let probe = breaker.try_acquire().expect("a probe");
    for (permit, outcome) in late.into_iter().zip([
        Outcome::Failure,
        Outcome::Success,
        Outcome::Ignored,
        Outcome::Failure,
    ]) {
        permit.finish(outcome);
        assert_eq!(breaker.state(), State::HalfOpen);
        assert!(breaker.try_acquire().is_err(), "no place was given back");
    }
    probe.finish(Outcome::Success);
    assert_eq!(breaker.state(), State::Closed);
}

#[test]
fn somebody_who_says_so_opens_closes_and_disables_it() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).build().unwrap();
    breaker.force_open();
    clock.advance(Duration::from_secs(86_400));
    let refused = breaker.try_acquire().map(drop).unwrap_err();
    assert_eq!(refused.retry_after(), None);
    breaker.disable();
    times(10, &breaker, Outcome::Failure);
    assert_eq!(
        (breaker.state(), breaker.counts().calls),
        (State::Disabled, 0)
    );
    breaker.metrics_only();
    times(10, &breaker, Outcome::Failure);
    assert_eq!(
        (breaker.state(), breaker.counts().calls),
        (State::MetricsOnly, 10)
    );
    breaker.reset();
    assert_eq!(
        (breaker.state(), breaker.counts().calls),
        (State::Closed, 0)
    );
    times(2, &breaker, Outcome::Failure);
    assert_eq!(breaker.state(), State::Open);
}

#[test]
fn an_open_circuit_that_is_opened_again_does_not_wait_longer() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).build().unwrap();
    breaker.trip();
    clock.advance(WAIT / 2);
    breaker.trip();
    clock.advance(WAIT / 2);
    assert!(breaker.try_acquire().is_ok());
}

#[test]
fn what_could_not_be_kept_in_memory_or_counted_is_no_policy() {
    let said = |change: fn(BreakerBuilder) -> BreakerBuilder| {
        let policy = change(CircuitBreaker::builder().failure_rate(0.5)).policy();
        policy.unwrap_err().to_string()
    };
    assert_eq!(
        said(|builder| builder.window(Window::Calls(usize::MAX))),
        "`window`: a window holds at most 10000000 calls, each of them in memory"
    );
    assert_eq!(
        said(|builder| {
            let span = Duration::from_secs(1);
            let buckets = u32::MAX;
            builder.window(Window::Sliding { span, buckets })
        }),
        "`window`: a window has at most 10000 parts, each of them in memory"
    );
    assert_eq!(
        said(|builder| builder.consecutive(1 << 24)),
        "`consecutive`: at most 16777215: a row is not counted further"
    );
}
