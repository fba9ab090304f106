//! An error that passes several functions is told once.

use std::panic::catch_unwind;

use gambeson::{log_exceptions, log_execution_time, retry};
use gambeson_tests::log_events::Events;
use tracing::Level;

use super::{BankError, PayError};

const SHOWN: &[&str] = &["message", "function"];

fn lines(events: &Events) -> Vec<String> {
    let lines = events.lines(SHOWN);
    lines
        .into_iter()
        .map(|line| line.replace("log_exceptions::once::", ""))
        .collect()
}

#[log_exceptions]
async fn bank(answer: &'static str) -> Result<u32, PayError> {
    tokio::task::yield_now().await;
    match answer {
        "yes" => Ok(1),
        "down" => Err(PayError::Bank(BankError)),
        other => Err(PayError::Declined(other)),
    }
}

#[log_exceptions]
async fn charge(answer: &'static str) -> Result<u32, String> {
    bank(answer)
        .await
        .map_err(|error| format!("no charge: {error}"))
}

#[log_exceptions]
async fn order(answer: &'static str) -> Result<u32, Box<dyn std::error::Error>> {
    Ok(charge(answer).await?)
}

#[tokio::test]
async fn three_functions_are_one_error_and_two_lines_at_debug() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(order("too poor").await.is_err());
    let told = events.take();
    let levels: Vec<Level> = told.iter().map(|told| told.level).collect();
    assert_eq!(levels, [Level::ERROR, Level::DEBUG, Level::DEBUG]);
    let messages: Vec<&str> = told.iter().map(|told| told.field("message")).collect();
    assert_eq!(messages, ["failed", "passed on", "passed on"]);
    assert_eq!(told[2].field("function"), "log_exceptions::once::order");
    assert_eq!(told[2].field("error"), "no charge: declined: too poor");
}

#[tokio::test]
async fn who_listens_only_to_errors_hears_of_one() {
    let (events, _listening) = Events::listen(Level::ERROR);
    assert!(order("too poor").await.is_err());
    assert_eq!(lines(&events), ["failed bank"]);
}

#[tokio::test]
async fn each_call_is_told_anew() {
    let (events, _listening) = Events::listen(Level::ERROR);
    for _ in 0..3 {
        assert!(order("too poor").await.is_err());
    }
    assert_eq!(lines(&events), ["failed bank"; 3]);
}

#[log_exceptions(once = false)]
async fn each_time(answer: &'static str) -> Result<u32, PayError> {
    bank(answer).await
}

#[tokio::test]
async fn once_can_be_turned_off() {
    let (events, _listening) = Events::listen(Level::ERROR);
    assert!(each_time("too poor").await.is_err());
    assert_eq!(lines(&events), ["failed bank", "failed each_time"]);
}

#[log_exceptions]
async fn wrapped(answer: &'static str) -> Result<u32, std::io::Error> {
    match bank(answer).await {
        Err(PayError::Bank(error)) => Err(std::io::Error::other(Hidden(error))),
        Err(_) => Err(std::io::Error::other("another")),
        Ok(value) => Ok(value),
    }
}

/// Says nothing of what it holds, but has it as its source.
#[derive(Debug)]
struct Hidden(BankError);

impl std::fmt::Display for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not now")
    }
}

impl std::error::Error for Hidden {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[tokio::test]
async fn an_error_is_known_by_its_root_and_another_error_is_another() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(wrapped("down").await.is_err());
    assert_eq!(lines(&events), ["failed bank", "passed on wrapped"]);
    assert!(wrapped("too poor").await.is_err());
    assert_eq!(lines(&events), ["failed bank", "failed wrapped"]);
}

#[log_exceptions]
async fn handled(answer: &'static str) -> Result<u32, PayError> {
    let first = bank(answer).await.unwrap_or(0);
    bank("yes").await.map(|second| first + second)
}

#[log_exceptions]
async fn handled_then_another() -> Result<u32, PayError> {
    let _ = bank("too poor").await;
    Err(PayError::NotFound)
}

#[tokio::test]
async fn what_was_handled_is_told_and_passes_nowhere() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(handled("too poor").await.is_ok());
    assert_eq!(lines(&events), ["failed bank"]);
    assert!(handled_then_another().await.is_err());
    assert_eq!(
        lines(&events),
        ["failed bank", "failed handled_then_another"]
    );
}

#[log_exceptions]
async fn calls_one_that_handles() -> Result<u32, PayError> {
    let _ = handled("too poor").await;
    Err(PayError::Declined("too poor"))
}

#[tokio::test]
async fn what_a_call_below_has_handled_is_not_known_above_it() {
    let (events, _listening) = Events::listen(Level::ERROR);
    assert!(calls_one_that_handles().await.is_err());
    assert_eq!(
        lines(&events),
        ["failed bank", "failed calls_one_that_handles"]
    );
}

#[log_exceptions]
async fn both() -> Result<u32, PayError> {
    let (one, other) = tokio::join!(bank("too poor"), bank("too late"));
    other.and(one)
}

#[tokio::test]
async fn of_calls_side_by_side_each_is_told_and_what_is_returned_is_known() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(both().await.is_err());
    assert_eq!(
        lines(&events),
        ["failed bank", "failed bank", "passed on both"]
    );
}

#[log_exceptions]
async fn held(answer: &'static str) -> Result<u32, PayError> {
    let result = bank(answer).await;
    for _ in 0..3 {
        tokio::task::yield_now().await;
    }
    result
}

#[tokio::test]
async fn an_error_that_is_held_for_some_polls_is_still_known() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(held("too poor").await.is_err());
    assert_eq!(lines(&events), ["failed bank", "passed on held"]);
}

#[tokio::test]
async fn calls_that_are_polled_in_turns_do_not_know_of_each_other() {
    let (events, _listening) = Events::listen(Level::ERROR);
    let (one, other) = tokio::join!(held("too poor"), held("too poor"));
    assert!(one.is_err() && other.is_err());
    assert_eq!(lines(&events), ["failed bank", "failed bank"]);
}

#[log_exceptions]
#[retry(3, backoff = none, budget = 1.0)]
async fn retried() -> Result<u32, PayError> {
    bank("too poor").await
}

#[retry(2, backoff = none, budget = 1.0)]
#[log_exceptions]
async fn attempted() -> Result<u32, PayError> {
    Err(PayError::NotFound)
}

#[tokio::test]
async fn each_attempt_is_told_and_the_last_error_passes_on() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(retried().await.is_err());
    assert_eq!(
        lines(&events),
        [
            "failed bank",
            "failed bank",
            "failed bank",
            "passed on retried"
        ]
    );
    assert!(attempted().await.is_err());
    assert_eq!(lines(&events), ["failed attempted"; 2]);
}

#[log_execution_time(level = trace)]
async fn timed(answer: &'static str) -> Result<u32, PayError> {
    bank(answer).await
}

#[log_exceptions]
async fn above_timed(answer: &'static str) -> Result<u32, PayError> {
    timed(answer).await
}

#[tokio::test]
async fn a_function_that_is_only_timed_hides_nothing() {
    let (events, _listening) = Events::listen(Level::DEBUG);
    assert!(above_timed("too poor").await.is_err());
    assert_eq!(lines(&events), ["failed bank", "passed on above_timed"]);
}

#[log_exceptions(level = info)]
async fn quiet() -> Result<u32, PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions(skip(PayError::NotFound => off))]
async fn silent() -> Result<u32, PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions]
async fn louder(ask_quiet: bool) -> Result<u32, PayError> {
    if ask_quiet {
        quiet().await
    } else {
        silent().await
    }
}

#[tokio::test]
async fn what_was_told_more_quietly_or_not_at_all_is_told() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(louder(true).await.is_err());
    assert_eq!(lines(&events), ["failed quiet", "failed louder"]);
    assert!(louder(false).await.is_err());
    assert_eq!(lines(&events), ["failed louder"]);
}

#[log_exceptions]
fn sync_inner(text: &str) -> Result<u32, std::num::ParseIntError> {
    text.parse()
}

#[log_exceptions]
fn sync_outer(text: &str) -> Result<u32, std::num::ParseIntError> {
    sync_inner(text)
}

#[test]
fn functions_that_are_not_async_know_it_as_well() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(sync_outer("x").is_err());
    assert_eq!(
        lines(&events),
        ["failed sync_inner", "passed on sync_outer"]
    );
}

#[log_exceptions]
fn panics() -> Result<(), PayError> {
    panic!("boom")
}

#[log_exceptions]
fn above_panics() -> Result<(), PayError> {
    panics()
}

#[test]
fn a_panic_that_passes_is_told_once() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(catch_unwind(above_panics).is_err());
    assert_eq!(
        lines(&events),
        ["panicked panics", "passed on above_panics"]
    );
    assert!(
        catch_unwind(above_panics).is_err(),
        "no frame is left behind"
    );
    assert_eq!(
        lines(&events),
        ["panicked panics", "passed on above_panics"]
    );
}
