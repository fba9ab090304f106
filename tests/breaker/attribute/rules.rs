//! The rules, as arguments.

use std::time::Duration;

use gambeson::circuit_breaker;
use gambeson::resilience::{
    BreakerPolicy, CircuitBreaker, HalfOpen, KeyedBreakers, OpenFor, State, breaker, keyed_breakers,
};
use gambeson::test::ManualClock;
use gambeson_tests::Events;
use tracing::Level;

use super::PayError;

const SECOND: Duration = Duration::from_secs(1);
const FAILURES: u64 = 2;

fn result(fails: bool) -> Result<(), PayError> {
    if fails { Err(PayError::Down) } else { Ok(()) }
}

#[circuit_breaker(failure_rate = "50%", window = "10 calls", min_calls = 4, handle = Rate)]
fn rate(fails: bool) -> Result<(), PayError> {
    result(fails)
}

#[test]
fn a_rate_of_the_last_calls() {
    for _ in 0..10_000 {
        rate(false).unwrap();
    }
    for _ in 0..4 {
        rate(true).unwrap_err();
    }
    assert_eq!(Rate::breaker().state(), State::Closed);
    rate(true).unwrap_err();
    assert_eq!(Rate::breaker().state(), State::Open);
}

#[circuit_breaker(slow_rate = 0.5, slow = "1s", window = "30s", min_calls = 2, handle = Slow)]
fn slow(clock: &ManualClock, span: Duration) -> Result<(), PayError> {
    clock.advance(span);
    Ok(())
}

#[test]
fn a_rate_of_slow_calls_of_the_last_seconds() {
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    slow(&clock, SECOND * 2).unwrap();
    clock.advance(SECOND * 40);
    slow(&clock, SECOND / 2).unwrap();
    slow(&clock, SECOND / 2).unwrap();
    assert_eq!(
        Slow::breaker().state(),
        State::Closed,
        "the slow one was long ago"
    );
    slow(&clock, SECOND * 2).unwrap();
    slow(&clock, SECOND * 2).unwrap();
    assert_eq!(Slow::breaker().state(), State::Open);
}

#[circuit_breaker(
    consecutive = FAILURES,
    open_for = exponential("10s", max = "25s", jitter = 0),
    half_open(permits = 3, successes = 2, max_wait = "5s"),
    handle = Waits
)]
fn waits(fails: bool) -> Result<(), PayError> {
    result(fails)
}

#[test]
fn each_wait_is_longer_and_most_probes_decide() {
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    for _ in 0..2 {
        waits(true).unwrap_err();
    }
    for wait in [10, 20, 25, 25] {
        let left = |result: Result<(), PayError>| match result.unwrap_err() {
            PayError::Rejected(rejected) => rejected.retry_after().unwrap(),
            other => panic!("{other:?}"),
        };
        assert!(left(waits(false)).abs_diff(SECOND * wait) < Duration::from_millis(1));
        clock.advance(SECOND * wait);
        assert_eq!(waits(true), Err(PayError::Down), "a probe");
        assert_eq!(Waits::breaker().state(), State::HalfOpen, "one may fail");
        assert_eq!(waits(true), Err(PayError::Down), "a probe");
        assert_eq!(Waits::breaker().state(), State::Open);
    }
    clock.advance(SECOND * 25);
    waits(true).unwrap_err();
    waits(false).unwrap();
    waits(false).unwrap();
    assert_eq!(Waits::breaker().state(), State::Closed);
}

#[circuit_breaker(consecutive = 1, open_for = fixed("10s", jitter = "50%"), handle = Jittered)]
fn jittered() -> Result<(), PayError> {
    result(true)
}

#[test]
fn jitter_makes_a_wait_longer_or_shorter_and_never_nothing() {
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    let waits: Vec<Duration> = (0..200)
        .map(|_| {
            Jittered::breaker().reset();
            jittered().unwrap_err();
            let refused = Jittered::breaker().try_acquire().map(drop).unwrap_err();
            refused.retry_after().unwrap()
        })
        .collect();
    let (least, most) = (waits.iter().min().unwrap(), waits.iter().max().unwrap());
    assert!(
        *least >= SECOND * 5 && *most <= SECOND * 15,
        "{least:?} to {most:?}"
    );
    assert!(
        *least < SECOND * 7 && *most > SECOND * 13,
        "{least:?} to {most:?}"
    );
}

#[test]
fn by_a_clock_of_a_test_jitter_is_the_same_in_each_run() {
    let waits = || -> Vec<Option<Duration>> {
        let clock = ManualClock::new();
        let breaker = CircuitBreaker::builder()
            .clock(clock)
            .jitter(0.2)
            .build()
            .unwrap();
        (0..5)
            .map(|_| {
                breaker.reset();
                breaker.trip();
                breaker.try_acquire().map(drop).unwrap_err().retry_after()
            })
            .collect()
    };
    assert_eq!(waits(), waits());
}

fn strict() -> BreakerPolicy {
    let builder = CircuitBreaker::builder().consecutive(1);
    builder.half_open(HalfOpen::probes(2)).policy().unwrap()
}

#[circuit_breaker(policy = strict(), name = "by a policy")]
fn by_a_policy() -> Result<(), PayError> {
    result(true)
}

#[circuit_breaker(policy = &strict(), key = host, max_keys = 3, idle = "1m", name = "policy and key")]
fn by_key(host: &str) -> Result<(), PayError> {
    result(host.is_empty())
}

#[test]
fn a_policy_that_is_an_expression() {
    assert!(breaker("by a policy").is_none(), "it was never called");
    by_a_policy().unwrap_err();
    assert_eq!(breaker("by a policy").unwrap().state(), State::Open);
    for host in ["a", "b", "c", "d", ""] {
        drop(by_key(host));
    }
    let hosts: KeyedBreakers = keyed_breakers("policy and key").unwrap();
    assert!(hosts.len() <= 3);
    assert_eq!(hosts.get("").unwrap().state(), State::Open);
}

const NEVER: u64 = 0;

#[circuit_breaker(consecutive = NEVER, name = "impossible", handle = Impossible)]
fn impossible() -> Result<(), PayError> {
    result(true)
}

#[test]
fn a_policy_that_cannot_be_is_told_once_and_the_default_holds() {
    let events = Events::listen();
    for _ in 0..4 {
        impossible().unwrap_err();
    }
    assert_eq!(Impossible::breaker().state(), State::Closed);
    impossible().unwrap_err();
    assert_eq!(Impossible::breaker().state(), State::Open);
    let told = events.at(Level::ERROR, "the default is in force");
    let [told] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(told.fields["name"], "impossible");
    assert_eq!(told.fields["reason"], "`consecutive`: must be at least 1");
    let opened = events.at(Level::WARN, "circuit breaker");
    assert_eq!(opened.len(), 1);
    assert_eq!(opened[0].fields["failures"], "5");
}

#[test]
fn open_for_a_wait_that_is_no_time_is_refused() {
    let builder = CircuitBreaker::builder().open_for(OpenFor::Fixed(Duration::ZERO));
    let said = builder.build().map(drop).unwrap_err().to_string();
    assert_eq!(said, "`open_for`: a circuit is open for some time");
    let said = CircuitBreaker::builder()
        .jitter(0.9)
        .build()
        .map(drop)
        .unwrap_err();
    assert_eq!(
        said.to_string(),
        "`jitter`: at most 0.5: a circuit stays open for some time"
    );
}
