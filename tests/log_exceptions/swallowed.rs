//! Errors that end here: told, counted, and answered.

use gambeson::log_exceptions;
use gambeson_tests::Recorded;
use gambeson_tests::log_events::Events;
use tracing::Level;

use super::PayError;

#[log_exceptions(reraise = false)]
async fn by_default(fails: bool) -> Result<u32, PayError> {
    if fails {
        Err(PayError::NotFound)
    } else {
        Ok(7)
    }
}

#[log_exceptions(reraise = false, default = limit + 1)]
fn by_value(limit: u32) -> Result<u32, PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions(reraise = false)]
fn unheard() -> Result<u32, PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions(reraise = false)]
async fn swallows_once() -> Result<u32, PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions(reraise = false, fallback(vec![limit]))]
async fn by_fallback(limit: u32) -> Result<Vec<u32>, PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions(reraise = false, fallback(with = of_yesterday))]
async fn by_function(limit: u32) -> Result<u32, PayError> {
    Err(PayError::NotFound)
}

async fn of_yesterday(limit: u32, error: PayError) -> Result<u32, PayError> {
    tokio::task::yield_now().await;
    if limit > 0 { Ok(limit * 2) } else { Err(error) }
}

#[log_exceptions(reraise = false, only(PayError::NotFound))]
fn some(error: PayError) -> Result<u32, PayError> {
    Err(error)
}

#[log_exceptions(reraise = false, except(PayError::NotFound))]
fn others(error: PayError) -> Result<u32, PayError> {
    Err(error)
}

#[log_exceptions(reraise = false, skip(PayError::NotFound => off))]
fn silently(error: PayError) -> Result<u32, PayError> {
    Err(error)
}

#[log_exceptions(reraise = true)]
fn passed_on() -> Result<u32, PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions(panics, reraise = false, default = 7)]
fn panics(fails: bool) -> u32 {
    assert!(!fails, "boom");
    1
}

#[log_exceptions(panics, reraise = false)]
async fn panics_later() {
    tokio::task::yield_now().await;
    panic!("boom")
}

#[log_exceptions(panics, reraise = false)]
async fn either(panics: bool) -> Result<String, PayError> {
    tokio::task::yield_now().await;
    assert!(!panics, "boom");
    Err(PayError::NotFound)
}

#[log_exceptions(reraise = false)]
async fn only_errors() -> Result<u32, PayError> {
    panic!("boom")
}

#[log_exceptions]
async fn inner() -> Result<u32, PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions(reraise = false)]
async fn above_inner() -> Result<u32, PayError> {
    inner().await
}

#[log_exceptions]
async fn above_swallowed() -> Result<u32, PayError> {
    let _ = swallows_once().await;
    Err(PayError::NotFound)
}

/// Waits until as many have been counted.
fn counted(function: &str, times: u64) {
    let series =
        format!("errors_swallowed_total{{function=log_exceptions::swallowed::{function}}}");
    Recorded::here().counts(&series, times);
}

#[tokio::test]
async fn a_swallowed_error_is_told_and_counted_and_answered() {
    Recorded::here();
    let (events, _listening) = Events::listen(Level::TRACE);
    assert_eq!(by_default(false).await.ok(), Some(7));
    assert_eq!(by_default(true).await.ok(), Some(0));
    let told = events.one();
    assert_eq!(told.level, Level::ERROR);
    assert_eq!(told.field("message"), "swallowed");
    assert_eq!(told.field("swallowed"), "true");
    assert_eq!(told.field("error"), "there is no such order");
    counted("by_default", 1);
}

#[tokio::test]
async fn the_answer_is_a_value_or_that_of_a_function() {
    assert_eq!(by_value(3).ok(), Some(4));
    assert_eq!(by_fallback(3).await.ok(), Some(vec![3]));
    assert_eq!(by_function(3).await.ok(), Some(6));
    assert!(by_function(0).await.is_err(), "the function may fail, too");
}

#[test]
fn only_and_except_say_which_errors_are_swallowed() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert_eq!(some(PayError::NotFound).ok(), Some(0));
    assert!(some(PayError::Declined("no")).is_err());
    assert!(others(PayError::NotFound).is_err());
    assert_eq!(others(PayError::Declined("no")).ok(), Some(0));
    assert_eq!(events.lines(&["message"]), ["swallowed", "swallowed"]);
    assert_eq!(silently(PayError::NotFound).ok(), Some(0));
    assert!(events.take().is_empty());
    assert!(passed_on().is_err());
}

#[test]
fn an_error_is_swallowed_where_nobody_listens() {
    Recorded::here();
    assert_eq!(unheard().ok(), Some(0));
    counted("unheard", 1);
}

#[tokio::test]
async fn panics_are_swallowed_where_they_are_meant() {
    Recorded::here();
    let (events, _listening) = Events::listen(Level::TRACE);
    assert_eq!((panics(false), panics(true)), (1, 7));
    let told = events.one();
    assert_eq!(
        (told.field("message"), told.field("error")),
        ("swallowed", "boom")
    );
    assert_eq!(told.field("outcome"), "panic");
    counted("panics", 1);
    panics_later().await;
    assert_eq!(either(true).await.ok(), Some(String::new()));
    assert_eq!(either(false).await.ok(), Some(String::new()));
    assert_eq!(events.lines(&["outcome"]), ["panic", "panic", "err"]);
    let task = tokio::spawn(only_errors());
    assert!(task.await.is_err_and(|error| error.is_panic()));
    let told = events.one();
    assert_eq!(
        (told.field("message"), told.field("swallowed")),
        ("panicked", "-")
    );
}

#[tokio::test]
async fn what_a_function_below_has_told_is_swallowed_at_debug() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert_eq!(above_inner().await.ok(), Some(0));
    let told = events.take();
    let lines: Vec<_> = told
        .iter()
        .map(|told| (told.level, told.field("message")))
        .collect();
    assert_eq!(
        lines,
        [(Level::ERROR, "failed"), (Level::DEBUG, "swallowed")]
    );
}

#[tokio::test]
async fn a_swallowed_error_passes_nowhere() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(above_swallowed().await.is_err());
    assert_eq!(events.lines(&["message"]), ["swallowed", "failed"]);
}
