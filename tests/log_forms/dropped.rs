//! Calls that are dropped: before the first poll, between polls, inside of `select!`.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use gambeson::{log_exceptions, log_execution_time};
use tokio::task::yield_now;

use crate::support::collect;

#[log_execution_time]
#[log_exceptions]
async fn slow(id: u64) -> Result<u64, String> {
    loop {
        yield_now().await;
        if id == 0 {
            return Ok(id);
        }
    }
}

/// Polls once.
async fn once<F: Future>(future: F) -> Poll<F::Output> {
    let mut future = pin!(future);
    poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await
}

#[tokio::test]
async fn a_call_that_was_never_polled_tells_nothing() {
    let (lines, _guard) = collect();
    drop(slow(1));
    assert_eq!(lines.all().len(), 0);
}

#[tokio::test]
async fn a_call_that_is_dropped_between_polls_is_cancelled() {
    let (lines, _guard) = collect();
    assert!(once(slow(1)).await.is_pending());
    assert_eq!(lines.outcomes("slow"), ["cancelled"]);
    assert_eq!(lines.failures("slow"), 0);
}

#[tokio::test]
async fn of_two_calls_in_a_select_one_is_cancelled() {
    let (lines, _guard) = collect();
    let first = tokio::select! {
        id = slow(1) => id,
        id = slow(0) => id,
    };
    assert_eq!(first, Ok(0));
    assert_eq!(lines.outcomes("slow"), ["ok", "cancelled"]);
}

#[tokio::test]
async fn an_aborted_task_is_cancelled() {
    let (lines, _guard) = collect();
    let task = tokio::spawn(slow(1));
    yield_now().await;
    task.abort();
    assert!(task.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(lines.outcomes("slow"), ["cancelled"]);
}

#[log_execution_time]
async fn outer() -> u64 {
    slow(1).await.unwrap_or(0)
}

#[tokio::test]
async fn nested_calls_are_cancelled_from_the_inside_out() {
    let (lines, _guard) = collect();
    assert!(once(outer()).await.is_pending());
    let told: Vec<_> = lines
        .events()
        .iter()
        .map(|line| line.is_of("slow"))
        .collect();
    assert_eq!(told, [true, false]);
}

/// Calls a logged function when it is dropped.
struct Calls;

#[log_execution_time]
fn while_panicking() -> u64 {
    1
}

impl Drop for Calls {
    fn drop(&mut self) {
        assert!(std::thread::panicking());
        while_panicking();
    }
}

#[test]
fn a_call_that_is_made_while_the_thread_panics_is_what_it_is() {
    let (lines, _guard) = collect();
    let panicked = std::panic::catch_unwind(|| {
        let _calls = Calls;
        panic!("on purpose");
    });
    assert!(panicked.is_err());
    assert_eq!(lines.outcomes("while_panicking"), ["ok"]);
}
