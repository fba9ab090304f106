//! Which guard is asked what, and when.

use std::ops::ControlFlow;
use std::pin::pin;
use std::task::Poll;

use super::script::{Log, Step, one, poll, run, run_blocking, three, two};
use crate::stack::{attempt, once, once_blocking};

#[test]
fn one_guard_begins_before_the_body_and_ends_after_it_is_gone() {
    let log = Log::default();
    let guards = one(log.guard("a"));
    let mut call = pin!(once(guards, log.body()));
    let result = poll(call.as_mut());
    assert_eq!(result, Poll::Ready("done".to_owned()));
    assert_eq!(log.read(), "begin a, body, drop body, <done> to a");
}

#[test]
fn two_guards_begin_from_the_outside_and_end_from_the_inside() {
    let log = Log::default();
    let guards = two(log.guard("a"), log.guard("b"));
    let mut call = pin!(once(guards, log.body()));
    assert!(poll(call.as_mut()).is_ready());
    assert_eq!(
        log.read(),
        "begin a, begin b, body, drop body, <done> to b, <done> to a"
    );
}

#[test]
fn three_guards_are_asked_from_the_inside_while_the_body_is_pending() {
    let log = Log::default();
    let mut guards = three(["a", "b", "c"].map(|name| log.guard(name)));
    let mut attempt = pin!(attempt(&mut guards, log.body().pending(1)));
    assert!(poll(attempt.as_mut()).is_pending());
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, body, ask c, ask b, ask a"
    );
    let done = ControlFlow::Break("done".to_owned());
    assert_eq!(poll(attempt.as_mut()), Poll::Ready(done));
    assert_eq!(
        log.read(),
        "body, drop body, <done> to c, <done> to b, <done> to a"
    );
}

#[test]
fn while_a_guard_waits_those_above_are_asked_and_none_begins_twice() {
    let log = Log::default();
    let mut guards = three([
        log.guard("a"),
        log.guard("b"),
        log.guard("c").begins([Step::Wait, Step::Wait]),
    ]);
    assert_eq!(run(&mut guards, || log.body()), "done");
    assert_eq!(
        log.read(),
        "begin a, begin b, wait c, ask b, ask a, wait c, ask b, ask a, begin c, body, drop body, \
         <done> to c, <done> to b, <done> to a"
    );
}

#[test]
fn a_refusal_is_told_to_those_above_and_the_body_never_runs() {
    let log = Log::default();
    let mut guards = three([log.guard("a"), log.guard("b").refuses(), log.guard("c")]);
    assert_eq!(run(&mut guards, || log.body()), "refused by b");
    assert_eq!(
        log.read(),
        "begin a, refuse b, <refused by b, a refusal> to a, drop body"
    );
}

#[test]
fn another_attempt_is_no_matter_of_those_above() {
    let log = Log::default();
    let mut guards = three([log.guard("a"), log.guard("b").again(1), log.guard("c")]);
    assert_eq!(run(&mut guards, || log.body()), "done");
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, body, drop body, <done> to c, <done> to b, \
         begin b, begin c, body, drop body, <done> to c, <done> to b, <done> to a"
    );
}

#[test]
fn a_refusal_may_be_tried_again_with_the_body_that_has_not_run() {
    let log = Log::default();
    let mut guards = three([
        log.guard("a"),
        log.guard("b").again(1),
        log.guard("c").refuses(),
    ]);
    assert_eq!(run(&mut guards, || log.body()), "done");
    assert_eq!(
        log.read(),
        "begin a, begin b, refuse c, <refused by c, a refusal> to b, \
         begin b, begin c, body, drop body, <done> to c, <done> to b, <done> to a"
    );
}

#[test]
fn two_guards_that_try_again_do_so_within_each_other() {
    let log = Log::default();
    let mut guards = three([
        log.guard("a").again(1),
        log.guard("b").again(1),
        log.guard("c"),
    ]);
    assert_eq!(run(&mut guards, || log.body()), "done");
    let attempt = "begin c, body, drop body, <done> to c, <done> to b";
    assert_eq!(
        log.read(),
        format!(
            "begin a, begin b, {attempt}, begin b, {attempt}, <done> to a, \
             begin a, begin b, {attempt}, <done> to a"
        )
    );
}

#[test]
fn a_wait_before_another_attempt_is_seen_by_those_above() {
    let log = Log::default();
    let retry = log.guard("b").again(1).begins([Step::Go, Step::Wait]);
    let mut guards = three([log.guard("a"), retry, log.guard("c")]);
    assert_eq!(run(&mut guards, || log.body()), "done");
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, body, drop body, <done> to c, <done> to b, wait b, ask a, \
         begin b, begin c, body, drop body, <done> to c, <done> to b, <done> to a"
    );
}

#[test]
fn what_is_not_async_is_asked_in_the_same_order() {
    let log = Log::default();
    let mut guards = three([log.guard("a"), log.guard("b").again(1), log.guard("c")]);
    assert_eq!(run_blocking(&mut guards, &log), "done");
    assert_eq!(
        log.read(),
        "begin a, begin b, begin c, body, <done> to c, <done> to b, \
         begin b, begin c, body, <done> to c, <done> to b, <done> to a"
    );
}

#[test]
fn what_is_not_async_may_be_refused_and_tried_again() {
    let log = Log::default();
    let mut guards = three([
        log.guard("a"),
        log.guard("b").again(1),
        log.guard("c").begins([Step::Refuse, Step::Refuse]),
    ]);
    assert_eq!(run_blocking(&mut guards, &log), "refused by c");
    let refused = "refuse c, <refused by c, a refusal> to b";
    assert_eq!(
        log.read(),
        format!("begin a, begin b, {refused}, begin b, {refused}, <refused by c, a refusal> to a")
    );
}

#[test]
fn where_nothing_is_tried_again_the_last_answer_counts() {
    let log = Log::default();
    let mut guards = one(log.guard("a").again(1));
    assert_eq!(once_blocking(&mut guards, || "done".to_owned()), "done");
    let guards = one(log.guard("a").again(1));
    let mut call = pin!(once(guards, log.body()));
    let result = poll(call.as_mut());
    assert_eq!(result, Poll::Ready("done".to_owned()));
}
