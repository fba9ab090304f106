//! The body is gone before its place is free, however the call ends.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use gambeson::resilience::Bulkhead;
use gambeson::{bulkhead, circuit_breaker, hedge, retry, timeout};

use super::script::{Step, dependency, follow, left};
use super::support::{Answer, SECOND, note, noted, told};

/// What a body holds: notes how many places are taken when it goes.
struct Connection(&'static Bulkhead);

impl Drop for Connection {
    fn drop(&mut self) {
        note(noted() + self.0.in_use());
    }
}

/// As many bodies as there are steps had their place when they went, and it is free now.
#[track_caller]
fn assert_held(places: &Bulkhead, bodies: u32) {
    assert_eq!((noted(), left()), (bodies, 0));
    assert_eq!(places.in_use(), 0);
    note(0);
}

#[timeout("10s")]
#[retry(2, backoff = none)]
#[circuit_breaker(consecutive = 9)]
#[bulkhead(1, handle = Guards)]
#[timeout("7s")]
async fn call() -> Answer {
    let _connection = Connection(Guards::bulkhead());
    dependency(1).await
}

#[tokio::test(start_paused = true)]
async fn of_a_stack_of_five() {
    let _time = gambeson::test::follow_tokio();
    let places = Guards::bulkhead();

    follow([Step::Fails, Step::Answers]);
    assert_eq!(call().await, Ok(1));
    assert_held(places, 2);

    // The one time-out cuts the first attempt, the other one the second.
    follow([Step::Hangs, Step::Hangs]);
    assert_eq!(told(&call().await), "late");
    assert_held(places, 2);

    follow([Step::FailsIn(SECOND), Step::Panics]);
    assert!(AssertUnwindSafe(call()).catch_unwind().await.is_err());
    assert_held(places, 2);

    follow([Step::Hangs]);
    assert!(tokio::time::timeout(SECOND, call()).await.is_err());
    assert_held(places, 1);
}

#[hedge(after = "1s")]
#[circuit_breaker]
#[bulkhead(1, queue = 1, handle = Hedged)]
async fn hedged() -> Answer {
    let _connection = Connection(Hedged::bulkhead());
    dependency(1).await
}

#[tokio::test(start_paused = true)]
async fn of_a_hedge_whose_second_attempt_waits_for_the_place_of_the_first() {
    let _time = gambeson::test::follow_tokio();
    follow([Step::AnswersIn(2 * SECOND)]);
    assert_eq!(hedged().await, Ok(1));
    assert_held(Hedged::bulkhead(), 1);
    assert_eq!(Hedged::bulkhead().waiting(), 0);

    follow([Step::FailsIn(2 * SECOND), Step::Answers]);
    assert_eq!(hedged().await, Ok(1));
    assert_held(Hedged::bulkhead(), 2);
}
