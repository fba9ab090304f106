//! Errors of tasks that somebody awaits.

use gambeson::context::{self, Context};
use gambeson::log_exceptions;
use gambeson_tests::log_events::Events;
use tokio::task::JoinHandle;
use tracing::Level;

use super::PayError;

#[log_exceptions]
async fn bank() -> Result<u32, PayError> {
    tokio::task::yield_now().await;
    Err(PayError::Declined("too poor"))
}

#[log_exceptions]
async fn in_a_task() -> Result<u32, Box<dyn std::error::Error>> {
    Ok(context::spawn(bank()).await??)
}

#[log_exceptions]
async fn in_a_foreign_task() -> Result<u32, Box<dyn std::error::Error>> {
    Ok(tokio::spawn(bank()).await??)
}

#[log_exceptions]
async fn in_a_panicking_task() -> Result<u32, Box<dyn std::error::Error>> {
    #[log_exceptions(panics)]
    async fn panics() -> u32 {
        panic!("boom")
    }
    Ok(context::spawn(panics()).await?)
}

#[log_exceptions]
async fn started() -> Result<JoinHandle<Result<u32, PayError>>, PayError> {
    Ok(context::spawn(bank()))
}

#[log_exceptions]
async fn awaits_what_another_started() -> Result<u32, PayError> {
    match started().await?.await {
        Ok(result) => result,
        Err(_) => Ok(0),
    }
}

#[log_exceptions]
async fn twice() -> Result<u32, PayError> {
    let first = context::spawn(bank()).await;
    assert!(matches!(first, Ok(Err(_))));
    match context::spawn(bank()).await {
        Ok(result) => result,
        Err(_) => Ok(0),
    }
}

#[log_exceptions]
async fn in_a_set() -> Result<u32, Box<dyn std::error::Error>> {
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(context::in_current_context(bank()));
    match tasks.join_next().await {
        Some(result) => Ok(result??),
        None => Ok(0),
    }
}

#[log_exceptions]
async fn in_itself() -> Result<u32, PayError> {
    context::in_current_context(bank()).await
}

fn messages(events: &Events) -> Vec<String> {
    events.lines(&["message"])
}

#[tokio::test]
async fn who_awaits_a_task_passes_its_error_on() {
    let (events, _listening) = Events::listen(Level::TRACE);
    let called = context::scope(Context::new("req-1"), in_a_task());
    assert!(called.await.is_err());
    assert_eq!(messages(&events), ["failed", "passed on"]);
    assert!(in_a_task().await.is_err());
    assert_eq!(
        messages(&events),
        ["failed", "passed on"],
        "no request is needed"
    );
}

#[tokio::test]
async fn what_carries_the_context_elsewhere_carries_this_too() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(in_a_set().await.is_err());
    assert_eq!(messages(&events), ["failed", "passed on"]);
    assert!(in_itself().await.is_err());
    assert_eq!(messages(&events), ["failed", "passed on"]);
}

#[tokio::test]
async fn the_error_of_a_task_that_was_spawned_by_tokio_is_told_again() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(in_a_foreign_task().await.is_err());
    assert_eq!(messages(&events), ["failed", "failed"]);
}

#[tokio::test]
async fn a_panic_of_a_task_is_known_by_the_error_that_comes_of_it() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(in_a_panicking_task().await.is_err());
    assert_eq!(messages(&events), ["panicked", "passed on"]);
}

#[tokio::test]
async fn a_task_may_be_awaited_further_up_than_it_was_started() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(awaits_what_another_started().await.is_err());
    assert_eq!(messages(&events), ["failed", "passed on"]);
}

#[tokio::test]
async fn two_tasks_that_fail_alike_have_failed_twice() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(twice().await.is_err());
    assert_eq!(messages(&events), ["failed", "failed", "passed on"]);
}
