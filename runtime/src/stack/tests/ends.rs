//! Calls that end before their body does.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use super::script::{Log, Step, begun, one, poll, run, run_blocking, three};
use crate::stack::{attempt, attempt_blocking, once};

#[test]
fn a_cut_drops_the_body_and_then_cancels_what_is_below_from_the_inside() {
    let log = Log::default();
    let mut guards = three([log.guard("a").cuts(1), log.guard("b"), log.guard("c")]);
    assert_eq!(run(&mut guards, || log.body().pending(9)), "cut by a");
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, body, ask c, ask b, cut a, drop body, cancel c, cancel b"
    );
}

#[test]
fn those_above_a_cut_hear_of_it_as_of_any_answer() {
    let log = Log::default();
    let mut guards = three([log.guard("a"), log.guard("b").cuts(2), log.guard("c")]);
    assert_eq!(run(&mut guards, || log.body().pending(9)), "cut by b");
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, body, ask c, ask b, ask a, \
         body, ask c, cut b, drop body, cancel c, <cut by b> to a"
    );
}

#[test]
fn a_cut_may_be_tried_again() {
    let log = Log::default();
    let mut guards = three([
        log.guard("a"),
        log.guard("b").again(1),
        log.guard("c").cuts(1),
    ]);
    let mut polls = [9, 0].into_iter();
    let body = || log.body().pending(polls.next().unwrap_or_default());
    assert_eq!(run(&mut guards, body), "done");
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, body, cut c, drop body, <cut by c> to b, \
         begin b, begin c, body, drop body, <done> to c, <done> to b, <done> to a"
    );
}

#[test]
fn a_cut_of_a_guard_that_waits_cancels_it_and_what_has_begun_above_it() {
    let log = Log::default();
    let mut guards = three([
        log.guard("a").cuts(2),
        log.guard("b"),
        log.guard("c").begins([Step::Wait, Step::Wait]),
    ]);
    assert_eq!(run(&mut guards, || log.body()), "cut by a");
    assert_eq!(
        log.read(),
        "begin a, begin b, wait c, ask b, ask a, wait c, ask b, cut a, cancel c, cancel b, drop body"
    );
}

#[test]
fn what_has_not_begun_is_not_cancelled() {
    let log = Log::default();
    let mut guards = three([
        log.guard("a").cuts(1),
        log.guard("b").waits(),
        log.guard("c"),
    ]);
    assert_eq!(run(&mut guards, || log.body()), "cut by a");
    assert_eq!(log.read(), "begin a, wait b, cut a, cancel b, drop body");
}

#[test]
fn a_guard_that_waited_when_it_was_cut_begins_anew_in_the_next_attempt() {
    let log = Log::default();
    let mut guards = three([
        log.guard("a").again(1),
        log.guard("b").cuts(1),
        log.guard("c").waits(),
    ]);
    assert_eq!(run(&mut guards, || log.body()), "done");
    assert_eq!(
        log.read(),
        "begin a, begin b, wait c, cut b, cancel c, <cut by b> to a, \
         begin a, begin b, begin c, body, drop body, <done> to c, <done> to b, <done> to a"
    );
}

#[test]
fn a_wait_between_attempts_can_be_cut() {
    let log = Log::default();
    let retry = log.guard("b").again(1).begins([Step::Go, Step::Wait]);
    let mut guards = three([log.guard("a").cuts(1), retry, log.guard("c")]);
    assert_eq!(run(&mut guards, || log.body()), "cut by a");
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, body, drop body, <done> to c, <done> to b, \
         wait b, cut a, cancel b, drop body"
    );
}

#[test]
fn a_dropped_call_drops_the_body_first_and_then_the_guards_from_the_inside() {
    let log = Log::default();
    let mut guards = three(["a", "b", "c"].map(|name| log.guard(name)));
    let attempt = begun(&mut guards, log.body().pending(9));
    log.read();
    drop(attempt);
    drop(guards);
    assert_eq!(log.read(), "drop body, drop c, drop b, drop a");
}

#[test]
fn a_call_that_is_dropped_while_it_waits_or_before_it_began_asks_nothing() {
    let log = Log::default();
    let mut guards = three([log.guard("a"), log.guard("b").waits(), log.guard("c")]);
    let waiting = begun(&mut guards, log.body());
    assert_eq!(log.read(), "begin a, wait b, ask a");
    drop(waiting);
    assert_eq!(log.read(), "drop body");
    let mut never = one(log.guard("d"));
    drop(attempt(&mut never, log.body()));
    assert_eq!(log.read(), "drop body");
}

#[test]
fn a_panic_of_the_body_is_told_and_drops_everything() {
    let log = Log::default();
    let thrown = catch_unwind(AssertUnwindSafe(|| {
        let mut guards = three(["a", "b", "c"].map(|name| log.guard(name)));
        let body = async { panic!("the body's own") };
        let _ = poll(pin!(attempt(&mut guards, body)));
    }));
    assert!(thrown.is_err());
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, panic c, panic b, panic a, drop c, drop b, drop a"
    );
}

#[test]
fn a_call_that_is_dropped_by_a_panic_beside_it_is_not_told_of_one() {
    let log = Log::default();
    let thrown = catch_unwind(AssertUnwindSafe(|| {
        let mut guards = one(log.guard("a"));
        let mut call = pin!(attempt(&mut guards, std::future::pending()));
        assert!(poll(call.as_mut()).is_pending());
        panic!("what is beside it");
    }));
    assert!(thrown.is_err());
    assert_eq!(log.read(), "begin a, ask a, drop a");
}

#[test]
fn a_panic_of_what_is_not_async_does_the_same() {
    let log = Log::default();
    let thrown = catch_unwind(AssertUnwindSafe(|| {
        let mut guards = three(["a", "b", "c"].map(|name| log.guard(name)));
        let _ = attempt_blocking(&mut guards, || panic!("the body's own"));
    }));
    assert!(thrown.is_err());
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, panic c, panic b, panic a, drop c, drop b, drop a"
    );
}

#[test]
fn a_call_that_has_ended_asks_nothing_when_it_is_polled_again() {
    let log = Log::default();
    for guard in [log.guard("a"), log.guard("a").refuses()] {
        let guards = one(guard);
        let mut once = pin!(once(guards, log.body()));
        assert!(poll(once.as_mut()).is_ready());
        log.read();
        assert_eq!(poll(once.as_mut()), Poll::Pending);
        assert_eq!(log.read(), "");
    }
}

#[test]
fn what_is_not_async_ends_at_a_refusal() {
    let log = Log::default();
    let mut guards = three([log.guard("a").refuses(), log.guard("b"), log.guard("c")]);
    assert_eq!(run_blocking(&mut guards, &log), "refused by a");
    assert_eq!(log.read(), "refuse a");
}
