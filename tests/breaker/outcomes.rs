//! What a call counts as.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use futures::FutureExt;
use futures::StreamExt;
use gambeson::resilience::{AbandonedAs, Outcome, State, Window};
use gambeson::test::ManualClock;

use super::{Fault, WAIT, builder, end, times};

#[tokio::test]
async fn failures_open_the_circuit_and_a_probe_closes_it() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).build().unwrap();
    for _ in 0..2 {
        let result = breaker.run(async { Err::<(), _>(Fault::Down) }).await;
        assert_eq!(result, Err(Fault::Down));
    }
    let refused = breaker.run(async { Ok::<_, Fault>(()) }).await;
    assert!(matches!(refused, Err(Fault::Rejected(_))));
    clock.advance(WAIT);
    assert_eq!(breaker.run(async { Ok::<_, Fault>(7) }).await, Ok(7));
    assert_eq!(breaker.state(), State::Closed);
}

#[tokio::test]
async fn a_panic_is_a_failure() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).build().unwrap();
    let call = breaker.run(async {
        std::panic::resume_unwind(Box::new("of the test"));
        #[expect(unreachable_code, reason = "the type of the body")]
        Ok::<(), Fault>(())
    });
    assert!(AssertUnwindSafe(call).catch_unwind().await.is_err());
    let sync = || {
        breaker.call(|| -> Result<(), Fault> { std::panic::resume_unwind(Box::new("of the test")) })
    };
    assert!(catch_unwind(AssertUnwindSafe(sync)).is_err());
    assert_eq!(breaker.state(), State::Open);
    assert_eq!(breaker.opened_by().unwrap().failures, 2);
}

#[tokio::test]
async fn a_dropped_call_counts_as_nothing_unless_said() {
    for (abandoned, state) in [
        (AbandonedAs::Ignored, State::Closed),
        (AbandonedAs::Failure, State::Open),
    ] {
        let clock = ManualClock::new();
        let breaker = builder(&clock).abandoned(abandoned).build().unwrap();
        for _ in 0..2 {
            let mut call = Box::pin(breaker.run(std::future::pending::<Result<(), Fault>>()));
            assert!(futures::poll!(&mut call).is_pending());
            drop(call);
        }
        assert_eq!(breaker.state(), state);
    }
}

#[tokio::test]
async fn a_dropped_probe_gives_its_place_back_and_decides_nothing() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).build().unwrap();
    times(2, &breaker, Outcome::Failure);
    clock.advance(WAIT);
    for _ in 0..3 {
        let mut probe = Box::pin(breaker.run(std::future::pending::<Result<(), Fault>>()));
        assert!(futures::poll!(&mut probe).is_pending());
        assert!(breaker.try_acquire().is_err());
        drop(probe);
        assert_eq!(breaker.state(), State::HalfOpen);
    }
    end(&breaker, Outcome::Success);
    assert_eq!(breaker.state(), State::Closed);
}

#[test]
fn a_long_healthy_history_does_not_hide_an_outage() {
    let clock = ManualClock::new();
    let breaker = gambeson::resilience::CircuitBreaker::builder()
        .clock(clock)
        .failure_rate(0.5)
        .window(Window::Calls(10))
        .min_calls(10)
        .build()
        .unwrap();
    times(10_000, &breaker, Outcome::Success);
    times(4, &breaker, Outcome::Failure);
    assert_eq!(breaker.state(), State::Closed);
    times(1, &breaker, Outcome::Failure);
    assert_eq!(breaker.state(), State::Open);
    assert_eq!(breaker.opened_by().unwrap().failure_rate, Some(0.5));
}

#[test]
fn slow_calls_open_the_circuit_though_they_succeed() {
    let clock = ManualClock::new();
    let breaker = gambeson::resilience::CircuitBreaker::builder()
        .clock(clock.clone())
        .slow_rate(0.8, Duration::from_secs(1))
        .window(Window::Sliding {
            span: Duration::from_secs(60),
            buckets: 10,
        })
        .min_calls(5)
        .build()
        .unwrap();
    for slow in [false, true, true, true, true] {
        assert_eq!(breaker.state(), State::Closed);
        let permit = breaker.try_acquire().unwrap();
        clock.advance(Duration::from_secs(if slow { 2 } else { 1 }));
        permit.finish(Outcome::Success);
    }
    assert_eq!(breaker.state(), State::Open);
    assert_eq!(breaker.opened_by().unwrap().slow, 4);
}

#[tokio::test]
async fn changes_of_state_are_told_in_order_with_what_led_to_them() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).build().unwrap();
    let mut changes = breaker.changes();
    times(2, &breaker, Outcome::Failure);
    clock.advance(WAIT);
    end(&breaker, Outcome::Success);
    let mut seen = Vec::new();
    for _ in 0..3 {
        let change = changes.next().await.unwrap();
        assert_eq!(&*change.name, "payments");
        seen.push((
            change.number,
            change.from,
            change.to,
            change.counts.failures,
        ));
    }
    assert_eq!(
        seen,
        [
            (0, State::Closed, State::Open, 2),
            (1, State::Open, State::HalfOpen, 0),
            (2, State::HalfOpen, State::Closed, 0),
        ]
    );
    drop(breaker);
    assert_eq!(changes.next().await, None);
}

#[tokio::test]
async fn changes_are_a_stream_that_ends_with_the_breaker() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).build().unwrap();
    let changes = breaker.changes().into_stream();
    times(2, &breaker, Outcome::Failure);
    drop(breaker);
    let states: Vec<State> = changes.map(|change| change.to).collect().await;
    assert_eq!(states, [State::Open]);
}
