//! The time and the deadline that guards and bodies see.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::script::{Log, one, poll, two};
use crate::clock::Clock;
use crate::stack::deadline::Deadline;
use crate::stack::{Call, once};
use crate::test::ManualClock;

const SECOND: Duration = Duration::from_secs(1);

fn in_seconds(seconds: u32) -> Deadline {
    Deadline::coarse(Clock::System.now().after(seconds * SECOND))
}

fn seen() -> Option<u64> {
    Deadline::remaining().map(|left| left.as_secs())
}

#[test]
fn the_body_sees_the_deadline_of_the_nearest_guard_and_nobody_after_it() {
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    let log = Log::default();
    let (mut a, mut b) = (log.guard("a"), log.guard("b"));
    a.deadline = Some(in_seconds(20));
    b.deadline = Some(in_seconds(10));
    let mut polls = 0;
    let body = poll_fn(|_: &mut Context<'_>| {
        assert_eq!(seen(), Some(10));
        polls += 1;
        match polls {
            1 => Poll::Pending,
            _ => Poll::Ready("done".to_owned()),
        }
    });
    let guards = two(a, b);
    let mut once = pin!(once(guards, body));
    assert!(poll(once.as_mut()).is_pending());
    assert_eq!(seen(), None);
    assert!(poll(once.as_mut()).is_ready());
    assert_eq!(seen(), None);
}

#[test]
fn a_guard_without_a_deadline_leaves_that_of_the_guards_above() {
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    let log = Log::default();
    let mut a = log.guard("a");
    a.deadline = Some(in_seconds(20));
    let guards = two(a, log.guard("b"));
    let body = async { format!("{:?}", seen()) };
    let mut call = pin!(once(guards, body));
    let result = poll(call.as_mut());
    assert_eq!(result, Poll::Ready("Some(20)".to_owned()));
}

#[test]
fn the_deadline_of_the_task_is_back_after_a_panic_of_the_body() {
    let log = Log::default();
    let thrown = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut a = log.guard("a");
        a.deadline = Some(in_seconds(20));
        let body = async { panic!("the body's own") };
        let _ = poll(pin!(once(one(a), body)));
    }));
    assert!(thrown.is_err());
    assert_eq!(seen(), None);
}

#[test]
fn a_test_s_clock_is_read_whenever_a_guard_asks() {
    let clock = ManualClock::new();
    let now = Cell::new(None);
    let call = Call::new(&now);
    let set = clock.on_this_thread();
    let first = call.now(&Clock::System);
    clock.advance(SECOND);
    assert_eq!(call.now(&Clock::System).since(first), SECOND);
    drop(set);
    let manual = Clock::Manual(clock.clone());
    let first = call.now(&manual);
    clock.advance(SECOND);
    assert_eq!(call.now(&manual).since(first), SECOND);
}

#[test]
fn a_thread_that_has_slept_reads_the_time_anew() {
    let now = Cell::new(Some(Clock::System.now()));
    let call = Call::new(&now);
    call.slept();
    assert_eq!(now.get(), None);
}
