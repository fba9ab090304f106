//! Attributes of others beside ours.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use gambeson::{cached, log_exceptions, log_execution_time, retry, timeout};
use tokio::task::yield_now;
use tracing::instrument;

/// Documented.
#[inline]
#[must_use]
#[allow(clippy::let_and_return, reason = "shows an attribute between others")]
#[log_execution_time]
#[doc(alias = "other")]
fn decorated(id: u64) -> u64 {
    let answer = id;
    answer
}

#[cold]
#[inline(never)]
#[log_execution_time]
pub(crate) async fn cold(id: u64) -> u64 {
    yield_now().await;
    id
}

#[tokio::test]
async fn attributes_that_run_no_code() {
    assert_eq!(assert_told!(decorated(1), "decorated"), 1);
    assert_eq!(assert_told!(cold(1).await, "cold"), 1);
}

#[track_caller]
#[log_execution_time]
fn tracked(id: u64) -> (u64, &'static Location<'static>) {
    (id, Location::caller())
}

#[test]
fn a_function_that_tracks_its_caller_still_compiles() {
    let (id, _) = assert_told!(tracked(1), "tracked");
    assert_eq!(id, 1);
}

#[log_execution_time]
#[instrument]
async fn instrumented_below(id: u64) -> u64 {
    yield_now().await;
    id
}

#[instrument(err, ret)]
#[log_execution_time]
#[log_exceptions]
async fn instrumented_above(id: u64) -> Result<u64, fmt::Error> {
    yield_now().await;
    if id == 0 {
        return Err(fmt::Error);
    }
    Ok(id)
}

#[instrument(skip_all)]
#[log_execution_time]
fn instrumented_sync(id: u64) -> u64 {
    id
}

#[tokio::test]
async fn tracing_instrument_beside() {
    assert_eq!(
        assert_told!(instrumented_below(1).await, "instrumented_below"),
        1
    );
    assert_both!(
        instrumented_above(1).await,
        instrumented_above(0).await,
        "instrumented_above"
    );
    assert_eq!(assert_told!(instrumented_sync(1), "instrumented_sync"), 1);
}

#[tokio::main(flavor = "current_thread")]
#[log_execution_time]
async fn main_above() -> u64 {
    yield_now().await;
    1
}

#[log_execution_time]
#[tokio::main(flavor = "current_thread")]
async fn main_below() -> u64 {
    yield_now().await;
    1
}

#[test]
fn tokio_main_beside() {
    assert_eq!(assert_told!(main_above(), "main_above"), 1);
    assert_eq!(assert_told!(main_below(), "main_below"), 1);
}

#[tokio::test]
#[log_execution_time]
async fn tokio_test_above() {
    yield_now().await;
}

#[log_execution_time]
#[tokio::test]
async fn tokio_test_below() {
    yield_now().await;
}

#[test]
#[log_execution_time]
#[log_exceptions]
fn a_test_with_a_result() -> Result<(), fmt::Error> {
    Ok(())
}

#[log_execution_time]
#[cached(ttl = "5m", key = "log_forms:{id}")]
#[log_exceptions]
#[retry(2, backoff = fixed("1ms"))]
#[timeout("1s")]
async fn stacked(id: u64) -> Result<u64, gambeson::Rejected> {
    yield_now().await;
    Ok(id)
}

#[tokio::test]
async fn other_attributes_of_ours() {
    assert_eq!(assert_told!(stacked(1).await, "stacked"), Ok(1));
}

#[log_execution_time]
#[timeout("10ms")]
async fn cut() -> Result<(), gambeson::Rejected> {
    tokio::time::sleep(Duration::from_secs(10)).await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_timeout_beneath_is_an_error() {
    assert!(assert_told!(cut().await, "cut", "err").is_err());
}

mod inner {
    use gambeson::log_execution_time;

    /// Seen by the parent only.
    #[log_execution_time]
    pub(super) fn restricted(id: u64) -> u64 {
        #[log_execution_time]
        fn nested(id: u64) -> u64 {
            id + 1
        }
        nested(id)
    }
}

#[test]
fn a_restricted_function_and_one_inside_of_it() {
    let (lines, _guard) = crate::support::collect();
    assert_eq!(inner::restricted(1), 2);
    assert_eq!(lines.outcomes("nested"), ["ok"]);
    assert_eq!(lines.outcomes("inner::restricted"), ["ok"]);
}
