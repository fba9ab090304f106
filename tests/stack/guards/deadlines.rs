//! The time that is left: nobody further in has more of it than the caller.

use std::future::{Ready, ready};
use std::time::Duration;

use gambeson::resilience::Deadline;
use gambeson::{cached, fallback, hedge, retry, timeout};
use tokio::time::{Instant, sleep};

use super::support::{Answer, Fault, MS, afresh, fails, runs, told};

fn left() -> Duration {
    Deadline::remaining().expect("there is a deadline")
}

/// What was left to each of the nested functions, the outermost first, asked one after the other in
/// one moment.
type Left = Vec<Duration>;

macro_rules! nested {
    ($($name:ident($span:literal) calls $inner:ident;)+) => {$(
        #[timeout($span)]
        async fn $name(mut seen: Left, wait: Duration) -> Result<Left, Fault> {
            if !wait.is_zero() {
                sleep(wait).await;
            }
            seen.push(left());
            $inner(seen, wait).await
        }
    )+};
}

fn seen(seen: Left, _: Duration) -> Ready<Result<Left, Fault>> {
    ready(Ok(seen))
}

nested! {
    wide("5s") calls narrow;
    narrow("1s") calls wider;
    wider("9s") calls narrowest;
    narrowest("300ms") calls seen;
}

#[tokio::test(start_paused = true)]
async fn in_nested_functions_it_is_never_more_than_further_out() {
    let _time = gambeson::test::follow_tokio();
    for wait in [Duration::ZERO, MS, 100 * MS] {
        let left = wide(Vec::new(), wait).await.expect("nobody is late");
        assert_eq!(left.len(), 4);
        assert!(left.is_sorted_by(|outer, inner| outer >= inner), "{left:?}");
        // The clock of guards has no whole nanoseconds.
        let left = left.into_iter().map(|left| (left + MS / 2).as_millis());
        let wait = wait.as_millis();
        let expected = [5000 - wait, 1000 - wait, 1000 - 2 * wait, 300 - wait];
        assert!(left.eq(expected), "the third is that of the second");
    }
}

#[timeout("2s")]
#[retry(3, backoff = fixed("100ms"), jitter = none)]
#[timeout("500ms")]
async fn each_attempt(seen: &std::cell::RefCell<Left>) -> Answer {
    sleep(100 * MS).await;
    seen.borrow_mut().push(left());
    fails()
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_its_own_within_that_of_the_call() {
    let _time = gambeson::test::follow_tokio();
    let seen = std::cell::RefCell::default();
    assert_eq!(told(&each_attempt(&seen).await), "down");
    assert_eq!(seen.take(), [400 * MS; 3]);
}

#[timeout("650ms")]
async fn calls_each_attempt(seen: &std::cell::RefCell<Left>) -> Answer {
    each_attempt(seen).await
}

#[tokio::test(start_paused = true)]
async fn each_attempt_keeps_that_of_a_calling_function() {
    let _time = gambeson::test::follow_tokio();
    let seen = std::cell::RefCell::default();
    assert_eq!(told(&calls_each_attempt(&seen).await), "down");
    assert_eq!(seen.take(), [400 * MS, 350 * MS, 150 * MS]);
}

/// Attempts at 0, 400 and 800 ms, and none at 1,200 ms: the error is given back at 800 ms.
macro_rules! last_wait {
    ($($test:ident: $(#[$above:meta])* calls $(#[$beneath:meta])*;)+) => {$(
        #[tokio::test(start_paused = true)]
        async fn $test() {
            $(#[$beneath])*
            async fn call() -> Answer {
                fails()
            }

            $(#[$above])*
            async fn calls() -> Answer {
                call().await
            }

            let _time = gambeson::test::follow_tokio();
            afresh(async {
                let begun = Instant::now();
                assert_eq!(told(&calls().await), "down", "not late: it was not begun");
                assert_eq!((runs(), begun.elapsed()), (3, 800 * MS));
            })
            .await;
        }
    )+};
}

last_wait! {
    the_last_wait_keeps_that_of_the_stack:
        calls #[timeout("1s")] #[retry(9, backoff = fixed("400ms"), jitter = none)];
    the_last_wait_keeps_that_of_a_calling_function:
        #[timeout("1s")] calls #[retry(9, backoff = fixed("400ms"), jitter = none)];
    the_last_wait_keeps_the_nearer_one_further_out:
        #[timeout("1s")]
        calls #[timeout("1h")] #[retry(9, backoff = fixed("400ms"), jitter = none)];
    the_last_wait_keeps_the_nearer_one_further_in:
        #[timeout("1h")]
        calls #[timeout("1s")] #[retry(9, backoff = fixed("400ms"), jitter = none)];
    the_last_wait_keeps_its_own:
        calls #[retry(9, backoff = fixed("400ms"), jitter = none, deadline = "1s")];
    the_last_wait_keeps_that_above_a_fallback:
        calls #[timeout("1s")] #[fallback(7, only(Fault::Rejected(_)))]
            #[retry(9, backoff = fixed("400ms"), jitter = none)];
    the_last_wait_keeps_that_above_a_cache:
        calls #[timeout("1s")] #[cached(ttl = "5m", key = "guards:deadline", tier = memory)]
            #[retry(9, backoff = fixed("400ms"), jitter = none)];
}

#[timeout("1s")]
#[hedge(after = "1h")]
#[retry(2, backoff = fixed("400ms"), jitter = none)]
async fn hedged() -> Answer {
    fails()
}

#[tokio::test(start_paused = true)]
async fn both_attempts_of_a_hedge_keep_it() {
    let _time = gambeson::test::follow_tokio();
    let begun = Instant::now();
    assert_eq!(told(&hedged().await), "down");
    assert_eq!((runs(), begun.elapsed()), (4, 800 * MS));
}

#[timeout("1s")]
async fn spawns() -> Result<Duration, Fault> {
    sleep(100 * MS).await;
    let deadline = Deadline::current().ok_or(Fault::Down)?;
    tokio::spawn(deadline.run(later()))
        .await
        .unwrap_or(Err(Fault::Down))
}

#[timeout("9s")]
async fn later() -> Result<Duration, Fault> {
    sleep(100 * MS).await;
    Ok(left())
}

#[tokio::test(start_paused = true)]
async fn a_task_that_is_spawned_keeps_it_if_it_is_told_of_it() {
    let _time = gambeson::test::follow_tokio();
    assert_eq!(spawns().await, Ok(800 * MS));
}
