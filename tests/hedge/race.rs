//! Who starts when, who wins, and what becomes of those that lose.

use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures::FutureExt as _;
use gambeson::hedge;
use tokio::time::{sleep, timeout};

use crate::Does::{Answers, Fails, Hangs, Panics};
use crate::{Answer, Fault, Script};

#[hedge(after = "100ms")]
async fn one(script: &Script) -> Answer {
    script.attempt().await
}

#[hedge(after = "100ms", max = 3)]
async fn three(script: &Script) -> Answer {
    script.attempt().await
}

#[tokio::test(start_paused = true)]
async fn what_answers_in_time_runs_once() {
    for script in [Script::new([Answers(0)]), Script::new([Answers(99)])] {
        assert_eq!(one(&script).await, Ok(0));
        assert_eq!(script.starts(), [0]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_takes_long_is_started_once_more_and_the_first_answer_counts() {
    let script = Script::new([Hangs, Answers(20)]);
    assert_eq!(one(&script).await, Ok(1));
    assert_eq!(script.starts(), [0, 100]);
    assert_eq!(script.elapsed(), 120);

    let script = Script::new([Answers(150), Answers(80)]);
    assert_eq!(one(&script).await, Ok(0), "the first was faster after all");
    assert_eq!(script.elapsed(), 150);
}

#[tokio::test(start_paused = true)]
async fn no_more_than_max_are_started_each_as_much_later() {
    let script = Script::new([Hangs, Hangs, Hangs, Answers(1_000)]);
    assert_eq!(three(&script).await, Ok(3));
    assert_eq!(script.starts(), [0, 100, 200, 300]);
    assert_eq!(script.elapsed(), 1_300);
}

#[tokio::test(start_paused = true)]
async fn those_that_lose_are_gone_when_the_answer_is_there() {
    let script = Script::new([Hangs, Hangs, Answers(50)]);
    let mut call = pin!(three(&script));
    poll_fn(|cx| match call.as_mut().poll(cx) {
        Poll::Ready(answer) => {
            assert_eq!(answer, Ok(2));
            assert_eq!(script.running.get(), 0, "the call itself is still there");
            Poll::Ready(())
        }
        Poll::Pending => Poll::Pending,
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn one_that_fails_has_another_started_at_once() {
    let script = Script::new([Fails(30), Answers(5)]);
    assert_eq!(one(&script).await, Ok(1));
    assert_eq!(script.starts(), [0, 30]);
    assert_eq!(script.elapsed(), 35);

    let script = Script::new([Fails(0), Answers(0)]);
    assert_eq!(one(&script).await, Ok(1), "without any wait");
}

#[tokio::test(start_paused = true)]
async fn an_error_waits_for_those_that_still_run() {
    let script = Script::new([Fails(120), Answers(80)]);
    assert_eq!(one(&script).await, Ok(1));
    assert_eq!(script.starts(), [0, 100]);
    assert_eq!(script.elapsed(), 180);
}

#[tokio::test(start_paused = true)]
async fn when_all_have_failed_the_last_error_is_returned() {
    let script = Script::new([Fails(150), Fails(20)]);
    assert_eq!(one(&script).await, Err(Fault::Failed(0)));
    assert_eq!(script.elapsed(), 150);

    let script = Script::new([Fails(0), Fails(0), Fails(10), Fails(0)]);
    assert_eq!(three(&script).await, Err(Fault::Failed(3)));
    assert_eq!(script.starts(), [0, 0, 0, 10]);
}

#[tokio::test(start_paused = true)]
async fn a_failure_starts_the_time_of_the_next_anew() {
    let script = Script::new([Hangs, Fails(50), Hangs, Answers(0)]);
    assert_eq!(three(&script).await, Ok(3));
    assert_eq!(script.starts(), [0, 100, 150, 250]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_the_callers_and_leaves_nothing_behind() {
    let script = Script::new([Hangs, Panics(10)]);
    let panicked = AssertUnwindSafe(one(&script)).catch_unwind().await;
    assert!(panicked.is_err());
    assert_eq!(script.running.get(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_drops_all_attempts() {
    let script = Script::new([Hangs, Hangs, Hangs, Hangs]);
    let late = timeout(Duration::from_millis(250), three(&script)).await;
    assert!(late.is_err());
    assert_eq!(script.starts(), [0, 100, 200]);
    assert_eq!(script.running.get(), 0);
}

#[hedge(after = "10ms")]
async fn greedy(script: &Script) -> Answer {
    let number = script.starts().len();
    script.starts.borrow_mut().push(script.elapsed());
    if number == 0 {
        loop {
            tokio::task::consume_budget().await;
        }
    }
    tokio::task::consume_budget().await;
    Ok(number)
}

#[tokio::test]
async fn an_attempt_that_uses_up_the_tasks_budget_does_not_hold_up_the_next() {
    let script = Script::new([]);
    assert_eq!(greedy(&script).await, Ok(1));
}

#[hedge(span(millis))]
async fn by_its_argument(millis: u64, script: &Script) -> Answer {
    script.attempt().await
}

fn span(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[tokio::test(start_paused = true)]
async fn the_time_may_be_an_expression_of_the_arguments() {
    let script = Script::new([Hangs, Answers(0)]);
    assert_eq!(by_its_argument(30, &script).await, Ok(1));
    assert_eq!(script.starts(), [0, 30]);
}

#[hedge(after = "100ms")]
async fn changes(mut list: Vec<u8>, script: &Script) -> Result<Vec<u8>, Fault> {
    list.push(1);
    sleep(Duration::from_millis(10)).await;
    list.push(2);
    script.attempt().await?;
    Ok(list)
}

#[tokio::test(start_paused = true)]
async fn an_attempt_does_not_see_what_another_has_changed() {
    let script = Script::new([Hangs, Answers(0)]);
    assert_eq!(changes(vec![0], &script).await, Ok(vec![0, 1, 2]));
    assert_eq!(script.starts().len(), 2);
}
