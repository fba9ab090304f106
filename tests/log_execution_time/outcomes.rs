//! How a call ended: one event each, whatever happens.

use std::fmt;
use std::future::{pending, ready};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use gambeson::log_execution_time;
use gambeson_tests::log_events::Events;
use tracing::Level;

#[log_execution_time]
async fn charge(cents: u64) -> Result<u64, String> {
    if cents == 0 {
        return Err("nothing to charge".to_owned());
    }
    Ok(cents)
}

#[log_execution_time]
fn parse(text: &str) -> Result<u64, std::num::ParseIntError> {
    Ok(text.parse::<u64>()? + 1)
}

#[log_execution_time]
async fn forever() -> u8 {
    pending().await
}

#[log_execution_time]
fn panics(what: &str) -> u8 {
    panic!("{what}")
}

#[log_execution_time]
async fn panics_later() -> u8 {
    tokio::task::yield_now().await;
    panic!("later")
}

fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn an_ok_and_an_err_are_told_once_each() {
    let (events, _listening) = Events::listen(Level::INFO);
    assert_eq!(charge(7).await, Ok(7));
    let told = events.one();
    assert_eq!(told.level, Level::INFO);
    assert_eq!(told.target, "log_execution_time::outcomes");
    assert!(told.file.is_some_and(|file| file.ends_with("outcomes.rs")));
    assert_eq!(told.line, Some(15));
    assert_eq!(
        told.fields.keys().collect::<Vec<_>>(),
        ["busy_ms", "duration_ms", "function", "message", "outcome"]
    );
    let fields = &told.fields;
    assert_eq!(fields["message"], "finished");
    assert_eq!(fields["function"], "log_execution_time::outcomes::charge");
    assert_eq!(fields["outcome"], "ok");
    let (took, busy) = (
        fields["duration_ms"].parse::<f64>(),
        fields["busy_ms"].parse::<f64>(),
    );
    assert!(took.unwrap() >= busy.unwrap());

    assert!(charge(0).await.is_err());
    assert_eq!(events.one().fields["outcome"], "err");
}

#[test]
fn a_sync_function_is_not_busy_but_takes_time() {
    let (events, _listening) = Events::listen(Level::INFO);
    assert_eq!(parse("1"), Ok(2));
    assert!(parse("one").is_err());
    let told = events.take();
    assert_eq!(told.len(), 2);
    assert_eq!(
        [told[0].field("outcome"), told[1].field("outcome")],
        ["ok", "err"]
    );
    assert_eq!(told[0].field("busy_ms"), "-");
}

#[test]
fn a_call_that_is_dropped_before_its_first_poll_is_not_told() {
    let (events, _listening) = Events::listen(Level::TRACE);
    drop(charge(7));
    drop(forever());
    assert!(events.take().is_empty());
}

#[test]
fn a_call_that_is_dropped_while_it_waits_is_cancelled() {
    let (events, _listening) = Events::listen(Level::INFO);
    {
        let mut call = pin!(forever());
        assert!(poll_once(call.as_mut()).is_pending());
        assert!(poll_once(call.as_mut()).is_pending());
        assert!(events.take().is_empty());
    }
    let told = events.one();
    assert_eq!(told.field("outcome"), "cancelled");
    assert!(told.number("duration_ms") >= told.number("busy_ms"));
}

#[tokio::test]
async fn the_losing_branch_of_a_select_is_cancelled() {
    let (events, _listening) = Events::listen(Level::INFO);
    tokio::select! {
        biased;
        _ = forever() => unreachable!("it never ends"),
        answer = charge(1) => assert_eq!(answer, Ok(1)),
    }
    assert_eq!(
        events.lines(&["function", "outcome"]),
        [
            "log_execution_time::outcomes::charge ok",
            "log_execution_time::outcomes::forever cancelled",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeout_above_cancels_and_one_beneath_is_the_answer() {
    use gambeson::{Rejected, timeout};

    #[timeout("1s")]
    #[log_execution_time]
    async fn beneath() -> Result<(), Rejected> {
        pending().await
    }

    #[log_execution_time]
    #[timeout("1s")]
    async fn above() -> Result<(), Rejected> {
        pending().await
    }

    let (events, _listening) = Events::listen(Level::INFO);
    assert!(beneath().await.is_err());
    assert_eq!(events.one().field("outcome"), "cancelled");
    assert!(above().await.is_err());
    assert_eq!(events.one().field("outcome"), "err");
}

#[tokio::test]
async fn each_attempt_beneath_a_retry_is_a_call() {
    use gambeson::retry;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[retry(3, backoff = none)]
    #[log_execution_time]
    async fn attempt(tries: &AtomicU32) -> Result<u32, String> {
        let before = tries.fetch_add(1, Ordering::Relaxed);
        if before < 2 {
            return Err("not yet".to_owned());
        }
        Ok(before)
    }

    let (events, _listening) = Events::listen(Level::INFO);
    assert_eq!(attempt(&AtomicU32::new(0)).await.ok(), Some(2));
    assert_eq!(events.lines(&["outcome"]), ["err", "err", "ok"]);
}

#[test]
fn a_panic_is_told_and_goes_on() {
    let (events, _listening) = Events::listen(Level::INFO);
    let panic = catch_unwind(|| panics("as it is")).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().unwrap(), "as it is");
    assert_eq!(events.one().field("outcome"), "panic");
}

#[test]
fn a_panic_of_a_later_poll_is_told_once() {
    let (events, _listening) = Events::listen(Level::INFO);
    let mut call = Box::pin(panics_later());
    assert!(poll_once(call.as_mut()).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| poll_once(call.as_mut()))).is_err());
    drop(call);
    assert_eq!(events.one().field("outcome"), "panic");
}

#[test]
fn calls_while_the_thread_panics_are_told_as_they_end() {
    struct Cleanup;
    impl Drop for Cleanup {
        fn drop(&mut self) {
            assert!(std::thread::panicking());
            assert!(parse("1").is_ok());
            let mut waits = pin!(forever());
            assert!(poll_once(waits.as_mut()).is_pending());
            assert!(catch_unwind(|| panics("within")).is_err());
        }
    }

    #[log_execution_time]
    fn outer() -> u8 {
        let _cleanup = Cleanup;
        panic!("outer")
    }

    let (events, _listening) = Events::listen(Level::INFO);
    assert!(catch_unwind(outer).is_err());
    assert_eq!(
        events.lines(&["outcome"]),
        ["ok", "panic", "cancelled", "panic"]
    );
}

#[tokio::test]
async fn nested_calls_end_from_the_inside_out() {
    #[log_execution_time]
    async fn inner() -> Result<(), io::Error> {
        Err(io::Error::other("no"))
    }
    #[log_execution_time]
    async fn outer() -> Option<()> {
        inner().await.ok()
    }
    let (events, _listening) = Events::listen(Level::INFO);
    assert_eq!(outer().await, None);
    let lines = events.lines(&["function", "outcome"]);
    assert!(lines[0].ends_with("inner err"), "{lines:?}");
    assert!(lines[1].ends_with("outer ok"), "{lines:?}");
}

type Answer<T> = Result<T, fmt::Error>;

#[log_execution_time]
fn alias(fails: bool) -> Answer<u8> {
    if fails { Err(fmt::Error) } else { Ok(1) }
}

#[log_execution_time]
fn hidden_in_a_result(fails: bool) -> Result<impl fmt::Debug, fmt::Error> {
    if fails { Err(fmt::Error) } else { Ok(1) }
}

#[log_execution_time]
fn hidden() -> impl fmt::Display {
    "shown"
}

#[log_execution_time]
fn generic<T: Clone>(value: &T) -> T {
    value.clone()
}

#[log_execution_time]
fn generic_error<E>(error: E) -> Result<(), E> {
    Err(error)
}

#[log_execution_time]
fn nothing() {}

#[log_execution_time]
fn never() -> ! {
    panic!("never returns")
}

#[test]
fn what_fails_is_told_by_the_type_and_not_by_its_name() {
    let (events, _listening) = Events::listen(Level::INFO);
    let _ = alias(false);
    let _ = alias(true);
    drop(hidden_in_a_result(false));
    drop(hidden_in_a_result(true));
    drop(hidden());
    generic(&1);
    let _ = generic(&Err::<u8, u8>(1));
    let _ = generic_error("no");
    nothing();
    assert!(catch_unwind(|| never()).is_err());
    assert_eq!(
        events.lines(&["outcome"]),
        [
            "ok", "err", "ok", "err", "ok", "ok", "ok", "err", "ok", "panic"
        ]
    );
}

#[test]
fn a_future_that_is_ready_at_once_is_busy_all_the_time() {
    #[log_execution_time]
    fn future() -> impl Future<Output = u8> {
        ready(7)
    }
    let (events, _listening) = Events::listen(Level::INFO);
    let mut call = pin!(future());
    assert_eq!(poll_once(call.as_mut()), Poll::Ready(7));
    let told = events.one();
    assert_eq!(told.field("busy_ms"), told.field("duration_ms"));
}

#[test]
fn who_does_not_listen_is_not_told() {
    let (events, _listening) = Events::listen(Level::WARN);
    drop(parse("1"));
    assert!(catch_unwind(|| panics("unheard")).is_err());
    assert!(events.take().is_empty());
}
