//! How a call ends, and what is told of it.

use std::future::{pending, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use gambeson::log_exceptions;
use gambeson_tests::log_events::Events;
use tracing::Level;

use super::{BankError, PayError};

#[log_exceptions]
async fn charge(cents: u64) -> Result<u64, PayError> {
    if cents == 0 {
        return Err(PayError::Bank(BankError));
    }
    Ok(cents)
}

#[log_exceptions(target = "api", message = "no charge", level = warn)]
fn named() -> Result<(), PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions]
async fn for_ever() -> Result<(), PayError> {
    pending().await
}

#[log_exceptions(cancelled)]
async fn for_ever_told() -> Result<(), PayError> {
    pending().await
}

#[log_exceptions]
fn panics(what: &str) -> Result<(), PayError> {
    panic!("{what}")
}

#[log_exceptions(panics)]
async fn panics_later() {
    tokio::task::yield_now().await;
    std::panic::panic_any(7_u8);
}

fn polled_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn a_failure_is_one_event_with_its_text_its_sources_and_its_function() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(charge(0).await.is_err());
    let told = events.one();
    assert_eq!(told.level, Level::ERROR);
    assert_eq!(told.target, "log_exceptions::outcomes");
    assert!(
        told.file
            .as_ref()
            .is_some_and(|file| file.ends_with("outcomes.rs"))
    );
    assert_eq!(told.line, Some(15));
    assert_eq!(told.field("message"), "failed");
    assert_eq!(told.field("function"), "log_exceptions::outcomes::charge");
    assert_eq!(told.field("error"), "the bank has not answered");
    assert_eq!(told.field("sources"), "connection refused");
    assert_eq!(told.field("outcome"), "err");
    assert!(told.number("duration_ms") >= 0.0);
    for absent in ["swallowed", "repeated"] {
        assert_eq!(told.field(absent), "-");
    }
}

#[tokio::test]
async fn a_success_is_not_told() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert_eq!(charge(7).await.ok(), Some(7));
    assert!(events.take().is_empty());
}

#[test]
fn target_message_and_level_are_what_is_written() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(named().is_err());
    let told = events.one();
    assert_eq!((told.level, &*told.target), (Level::WARN, "api"));
    assert_eq!(told.field("message"), "no charge");
    assert_eq!(told.field("sources"), "-", "it has none");
}

#[test]
fn nothing_is_told_at_a_level_to_which_nobody_listens() {
    let (events, _listening) = Events::listen(Level::ERROR);
    assert!(named().is_err());
    assert!(events.take().is_empty());
}

#[test]
fn a_panic_is_told_with_its_text_and_goes_on() {
    let (events, _listening) = Events::listen(Level::TRACE);
    let panic = catch_unwind(|| panics("boom")).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().map(String::as_str),
        Some("boom")
    );
    let told = events.one();
    assert_eq!(told.field("message"), "panicked");
    assert_eq!(told.field("outcome"), "panic");
    assert_eq!(told.field("error"), "boom");
}

#[tokio::test]
async fn a_panic_of_a_later_poll_is_told_whatever_it_is_and_the_same_goes_on() {
    let (events, _listening) = Events::listen(Level::TRACE);
    let mut call = Box::pin(panics_later());
    assert!(polled_once(call.as_mut()).is_pending());
    let panic = catch_unwind(AssertUnwindSafe(|| polled_once(call.as_mut()))).unwrap_err();
    assert_eq!(panic.downcast_ref::<u8>(), Some(&7));
    drop(call);
    let told = events.one();
    assert_eq!(told.field("error"), "(a panic that is no text)");
    assert_eq!(told.field("outcome"), "panic");
}

#[test]
fn a_panic_while_the_thread_panics_is_told_too() {
    struct CallsOnDrop;
    impl Drop for CallsOnDrop {
        fn drop(&mut self) {
            let inner = catch_unwind(|| panics("inner"));
            assert!(inner.is_err());
        }
    }
    let (events, _listening) = Events::listen(Level::TRACE);
    let outer = catch_unwind(|| {
        let _calls = CallsOnDrop;
        panics("outer")
    });
    assert!(outer.is_err());
    assert_eq!(
        events.lines(&["message", "error"]),
        ["panicked outer", "panicked inner"]
    );
}

#[tokio::test]
async fn a_cancelled_call_is_told_only_where_it_is_asked_for() {
    let (events, _listening) = Events::listen(Level::TRACE);
    {
        let mut call = pin!(for_ever());
        assert!(polled_once(call.as_mut()).is_pending());
    }
    assert!(events.take().is_empty());
    {
        let mut call = pin!(for_ever_told());
        assert!(polled_once(call.as_mut()).is_pending());
    }
    let told = events.one();
    assert_eq!(told.field("message"), "cancelled");
    assert_eq!(told.field("outcome"), "cancelled");
    assert_eq!(told.field("error"), "-");
}

#[tokio::test]
async fn a_call_that_never_began_is_not_cancelled() {
    let (events, _listening) = Events::listen(Level::TRACE);
    drop(for_ever_told());
    assert!(events.take().is_empty());
}

#[tokio::test]
async fn what_select_leaves_is_cancelled() {
    let (events, _listening) = Events::listen(Level::TRACE);
    tokio::select! {
        biased;
        _ = for_ever_told() => unreachable!(),
        () = ready(()) => {}
    }
    assert_eq!(events.one().field("outcome"), "cancelled");
}

#[test]
fn futures_are_send_where_the_body_is() {
    fn send<T: Send>(_: &T) {}
    send(&charge(1));
    send(&for_ever_told());
    send(&panics_later());
}
