//! Every interleaving of two or three threads, by loom.

use std::sync::Arc;
use std::time::Duration;

use loom::thread;

use super::build::BreakerBuilder;
use super::core::Core;
use super::permit::Outcome;
use super::policy::{HalfOpen, OpenFor, Window};
use super::state::State;
use crate::clock::Clock;
use crate::resilience::name::Name;
use crate::test::ManualClock;

const WAIT: Duration = Duration::from_secs(30);

fn core(clock: &ManualClock, change: fn(BreakerBuilder) -> BreakerBuilder) -> Arc<Core> {
    let builder = BreakerBuilder::default().open_for(OpenFor::Fixed(WAIT));
    let policy = change(builder).policy().expect("a policy");
    let clock = Clock::Manual(clock.clone());
    Arc::new(Core::new(Name::of("model"), policy, clock))
}

/// Opened, and the wait is over.
fn ready_for_probes(permits: fn(BreakerBuilder) -> BreakerBuilder) -> Arc<Core> {
    let clock = ManualClock::new();
    let core = core(&clock, permits);
    core.force(State::Open);
    clock.advance(WAIT);
    core
}

#[test]
fn one_of_two_concurrent_callers_is_the_probe() {
    loom::model(|| {
        let core = ready_for_probes(|builder| builder.half_open(HalfOpen::probes(1)));
        let other = core.clone();
        let asked = thread::spawn(move || other.acquire().is_ok());
        let admitted = usize::from(core.acquire().is_ok()) + usize::from(asked.join().unwrap());
        assert_eq!(admitted, 1);
        assert_eq!(core.state(), State::HalfOpen);
    });
}

#[test]
fn a_dropped_probe_and_a_caller_never_lose_the_place() {
    loom::model(|| {
        let core = ready_for_probes(|builder| builder.half_open(HalfOpen::probes(1)));
        let probe = core.acquire().expect("a probe");
        let other = core.clone();
        let dropped = thread::spawn(move || other.abandon(probe));
        let caller = core.acquire();
        dropped.join().unwrap();
        // Whoever asks now finds the place free, unless the caller has it.
        assert_eq!(core.acquire().is_ok(), caller.is_err());
    });
}

#[test]
fn a_success_and_a_failure_of_two_probes_decide_once() {
    loom::model(|| {
        let core = ready_for_probes(|builder| builder.half_open(HalfOpen::probes(2)));
        let (one, two) = (core.acquire().unwrap(), core.acquire().unwrap());
        let other = core.clone();
        let failed = thread::spawn(move || other.finish(one, Outcome::Failure));
        core.finish(two, Outcome::Success);
        failed.join().unwrap();
        assert_eq!(core.state(), State::Open);
        assert_eq!(core.opened_by().unwrap().failures, 1);
    });
}

#[test]
fn concurrent_failures_in_a_row_open_the_circuit_exactly_once() {
    loom::model(|| {
        let clock = ManualClock::new();
        let core = core(&clock, |builder| builder.consecutive(2));
        let (one, two) = (core.acquire().unwrap(), core.acquire().unwrap());
        let mut changes = core.listen();
        let other = core.clone();
        let failed = thread::spawn(move || other.finish(one, Outcome::Failure));
        core.finish(two, Outcome::Failure);
        failed.join().unwrap();
        assert_eq!(core.state(), State::Open);
        let told = std::iter::from_fn(|| changes.try_next()).count();
        assert_eq!(told, 1);
    });
}

#[test]
fn a_failure_between_two_states_counts_in_neither() {
    loom::model(|| {
        let clock = ManualClock::new();
        let core = core(&clock, |builder| {
            builder.failures(1).window(Window::Calls(2))
        });
        let late = core.acquire().unwrap();
        let other = core.clone();
        let reset = thread::spawn(move || other.force(State::Closed));
        core.finish(late, Outcome::Failure);
        reset.join().unwrap();
        // It opened the circuit before the reset, or came too late: closed in any case.
        assert_eq!(core.state(), State::Closed);
        assert_eq!(core.counts().failures, 0);
    });
}

#[test]
fn a_late_result_and_a_probe_of_the_next_state_do_not_meet() {
    loom::model(|| {
        let clock = ManualClock::new();
        let core = core(&clock, |builder| {
            builder.consecutive(1).half_open(HalfOpen::probes(1))
        });
        let late = core.acquire().unwrap();
        core.force(State::Open);
        clock.advance(WAIT);
        let other = core.clone();
        let finished = thread::spawn(move || other.finish(late, Outcome::Success));
        let probe = core.acquire().expect("the place is free");
        assert!(core.acquire().is_err(), "a late result gives no place back");
        finished.join().unwrap();
        assert_eq!(core.state(), State::HalfOpen);
        core.finish(probe, Outcome::Failure);
        assert_eq!(core.state(), State::Open);
    });
}

#[test]
fn of_three_concurrent_callers_as_many_are_probes_as_there_are_places() {
    loom::model(|| {
        let core = ready_for_probes(|builder| builder.half_open(HalfOpen::probes(2)));
        let callers: Vec<_> = (0..2)
            .map(|_| {
                let core = core.clone();
                thread::spawn(move || core.acquire().is_ok())
            })
            .collect();
        let mut admitted = usize::from(core.acquire().is_ok());
        for caller in callers {
            admitted += usize::from(caller.join().unwrap());
        }
        assert_eq!(admitted, 2);
    });
}

#[test]
fn a_success_between_two_failures_ends_the_row_or_came_before_it() {
    loom::model(|| {
        let clock = ManualClock::new();
        let core = core(&clock, |builder| builder.consecutive(3));
        let [one, two, three] = [(); 3].map(|()| core.acquire().unwrap());
        let other = core.clone();
        let succeeded = thread::spawn(move || other.finish(one, Outcome::Success));
        core.finish(two, Outcome::Failure);
        core.finish(three, Outcome::Failure);
        succeeded.join().unwrap();
        assert_eq!(core.state(), State::Closed);
        assert!(core.counts().consecutive_failures <= 2);
        assert_eq!(core.counts().failures, 2);
    });
}

#[test]
fn a_late_result_of_a_closed_circuit_is_not_counted_in_the_next_one() {
    loom::model(|| {
        let clock = ManualClock::new();
        let core = core(&clock, |builder| builder.consecutive(1));
        let late = core.acquire().unwrap();
        core.force(State::Closed);
        let other = core.clone();
        let finished = thread::spawn(move || other.finish(late, Outcome::Failure));
        let present = core.acquire().unwrap();
        core.finish(present, Outcome::Success);
        finished.join().unwrap();
        assert_eq!(core.state(), State::Closed);
        assert_eq!((core.counts().calls, core.counts().failures), (1, 0));
    });
}

#[test]
fn two_probes_that_fail_open_the_circuit_once() {
    loom::model(|| {
        let core = ready_for_probes(|builder| builder.half_open(HalfOpen::probes(2)));
        let (one, two) = (core.acquire().unwrap(), core.acquire().unwrap());
        let mut changes = core.listen();
        let other = core.clone();
        let failed = thread::spawn(move || other.finish(one, Outcome::Failure));
        core.finish(two, Outcome::Failure);
        failed.join().unwrap();
        assert_eq!(std::iter::from_fn(|| changes.try_next()).count(), 1);
    });
}
