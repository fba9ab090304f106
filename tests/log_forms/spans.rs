//! `span`: around each poll, around the drop, and around what other attributes do.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures::FutureExt;
use gambeson::{log_execution_time, retry, timeout};
use tokio::task::yield_now;
use tracing::{Level, info, info_span};

use crate::support::collect;

/// Tells when it is dropped.
struct Tells;

impl Drop for Tells {
    fn drop(&mut self) {
        info!("dropped");
    }
}

#[log_execution_time(span, level = debug)]
async fn spanned(waits: u32) {
    let _tells = Tells;
    info!("begun");
    for _ in 0..waits {
        yield_now().await;
    }
    info!("done");
}

#[tokio::test]
async fn a_call_is_entered_on_each_poll_and_closed_at_its_end() {
    let (lines, _guard) = collect();
    spanned(1).await;
    assert_eq!(
        lines.story(),
        [
            "new 1",
            "enter 1",
            "begun in 1",
            "exit 1",
            "enter 1",
            "done in 1",
            "dropped in 1",
            "finished in 1",
            "exit 1",
            "close 1"
        ]
    );
    let all = lines.all();
    assert_eq!(all.first().and_then(|line| line.level), Some(Level::DEBUG));
    assert!(all.first().is_some_and(|line| line.is_of("spanned")));
}

#[tokio::test]
async fn a_body_is_dropped_in_the_span_of_its_call() {
    let (lines, _guard) = collect();
    {
        let mut call = pin!(spanned(2));
        poll_fn(|cx| Poll::Ready(call.as_mut().poll(cx).is_pending())).await;
    }
    assert_eq!(
        lines.story(),
        [
            "new 1",
            "enter 1",
            "begun in 1",
            "exit 1",
            "enter 1",
            "dropped in 1",
            "finished in 1",
            "exit 1",
            "close 1"
        ]
    );
}

#[tokio::test]
async fn the_parent_is_the_span_of_the_first_poll() {
    let (lines, _guard) = collect();
    let call = info_span!("making").in_scope(|| spanned(1));
    let span = info_span!("polling");
    tracing::Instrument::instrument(call, span).await;
    let all = lines.all();
    let parents: Vec<_> = all
        .iter()
        .filter(|line| line.what == "new")
        .map(|line| line.field("parent").to_owned())
        .collect();
    assert_eq!(parents, ["0", "0", "2"]);
}

#[log_execution_time(span)]
fn spanned_sync() {
    info!("inside");
}

#[test]
fn a_sync_call_is_a_span_too() {
    let (lines, _guard) = collect();
    spanned_sync();
    assert_eq!(
        lines.story(),
        [
            "new 1",
            "enter 1",
            "inside in 1",
            "finished in 1",
            "exit 1",
            "close 1"
        ]
    );
}

#[log_execution_time(span)]
async fn panics() {
    let _tells = Tells;
    yield_now().await;
    panic!("on purpose");
}

#[tokio::test]
async fn a_panic_leaves_the_span() {
    let (lines, _guard) = collect();
    let call = std::panic::AssertUnwindSafe(panics());
    assert!(call.catch_unwind().await.is_err());
    info!("after");
    let story = lines.story();
    assert_eq!(
        story.get(3..),
        Some(
            &[
                "enter 1",
                "dropped in 1",
                "finished in 1",
                "exit 1",
                "close 1",
                "after in 0"
            ]
            .map(String::from)[..]
        )
    );
}

#[log_execution_time(span)]
#[timeout("10ms")]
async fn cut() -> Result<(), gambeson::Rejected> {
    let _tells = Tells;
    tokio::time::sleep(Duration::from_secs(10)).await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_a_timeout_beneath_drops_is_dropped_in_the_span() {
    let (lines, _guard) = collect();
    assert!(cut().await.is_err());
    let story = lines.story();
    assert!(story.contains(&"dropped in 1".to_owned()), "{story:?}");
    assert!(story.contains(&"finished in 1".to_owned()), "{story:?}");
    assert_eq!(story.last().map(String::as_str), Some("close 1"));
}

#[timeout("10ms")]
#[log_execution_time(span)]
async fn cut_from_above() -> Result<(), gambeson::Rejected> {
    let _tells = Tells;
    tokio::time::sleep(Duration::from_secs(10)).await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_a_timeout_above_drops_is_dropped_in_the_span() {
    let (lines, _guard) = collect();
    assert!(cut_from_above().await.is_err());
    assert!(lines.story().contains(&"dropped in 1".to_owned()));
    assert_eq!(lines.outcomes("cut_from_above"), ["cancelled"]);
}

#[retry(2, backoff = fixed("1ms"))]
#[log_execution_time(span)]
async fn attempted() -> Result<(), fmt::Error> {
    yield_now().await;
    Err(fmt::Error)
}

#[tokio::test(start_paused = true)]
async fn each_attempt_is_a_span_of_its_own() {
    let (lines, _guard) = collect();
    assert!(attempted().await.is_err());
    let story = lines.story();
    let begun = story.iter().filter(|line| line.starts_with("new")).count();
    assert_eq!((begun, lines.outcomes("attempted").len()), (2, 2));
    assert!(story.contains(&"close 2".to_owned()));
}

#[log_execution_time(span)]
#[retry(2, backoff = fixed("1ms"))]
async fn retried() -> Result<(), fmt::Error> {
    yield_now().await;
    info!("attempt");
    Err(fmt::Error)
}

#[tokio::test(start_paused = true)]
async fn all_attempts_of_a_retry_beneath_are_in_one_span() {
    let (lines, _guard) = collect();
    assert!(retried().await.is_err());
    let story = lines.story();
    let attempts = story.iter().filter(|line| *line == "attempt in 1").count();
    assert_eq!(attempts, 2, "{story:?}");
    assert_eq!(lines.outcomes("retried"), ["err"]);
}

#[log_execution_time(span, args(id, password), fields(twice = id * 2))]
async fn telling(id: u64, password: String) -> usize {
    yield_now().await;
    password.len()
}

#[tokio::test]
async fn a_span_tells_of_args_and_fields() {
    let (lines, _guard) = collect();
    assert_eq!(telling(3, "hunter2".into()).await, 7);
    let all = lines.all();
    let Some(span) = all.first() else {
        panic!("{all:?}")
    };
    assert_eq!((span.field("id"), span.field("twice")), ("3", "6"));
    assert_eq!(span.field("password"), "********");
    assert_eq!(lines.outcomes("telling"), ["ok"]);
}
