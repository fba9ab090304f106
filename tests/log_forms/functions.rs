//! Free functions.

use std::fmt;
use std::io;

use gambeson::{log_exceptions, log_execution_time};
use tokio::task::yield_now;

#[log_execution_time]
async fn plain(id: u64) -> u64 {
    yield_now().await;
    id * 2
}

#[tokio::test]
async fn an_async_function() {
    assert_eq!(assert_told!(plain(2).await, "plain"), 4);
}

#[log_execution_time]
fn plain_sync(id: u64) -> u64 {
    id * 2
}

#[test]
fn a_sync_function() {
    assert_eq!(assert_told!(plain_sync(2), "plain_sync"), 4);
}

#[log_execution_time]
async fn nothing() {
    yield_now().await;
}

#[tokio::test]
async fn a_function_that_returns_nothing() {
    assert_told!(nothing().await, "nothing");
}

#[log_execution_time]
fn nothing_sync() {}

#[test]
fn a_sync_function_that_does_nothing() {
    assert_told!(nothing_sync(), "nothing_sync");
}

#[log_execution_time]
#[log_exceptions]
async fn fallible(id: i32) -> Result<u8, std::num::TryFromIntError> {
    yield_now().await;
    let small = u8::try_from(id)?;
    Ok(small)
}

#[tokio::test]
async fn a_question_mark_in_an_async_function() {
    assert_both!(fallible(1).await, fallible(-1).await, "fallible");
}

#[log_execution_time]
#[log_exceptions]
fn fallible_sync(id: i32) -> Result<u8, std::num::TryFromIntError> {
    let small = u8::try_from(id)?;
    Ok(small)
}

#[test]
fn a_question_mark_in_a_sync_function() {
    assert_both!(fallible_sync(1), fallible_sync(-1), "fallible_sync");
}

#[log_execution_time]
#[log_exceptions]
fn aliased(fails: bool) -> io::Result<()> {
    if fails {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(())
}

#[test]
fn an_alias_of_result() {
    assert_both!(aliased(false), aliased(true), "aliased");
}

#[log_execution_time]
#[log_exceptions]
async fn boxed_error(fails: bool) -> Result<u8, Box<dyn std::error::Error + Send + Sync>> {
    if fails {
        return Err("no".into());
    }
    Ok(1)
}

#[tokio::test]
async fn an_error_in_a_box() {
    assert_both!(
        boxed_error(false).await,
        boxed_error(true).await,
        "boxed_error"
    );
}

/// An error that is nothing but `Debug`.
#[derive(Debug)]
struct Bare;

#[log_execution_time]
#[log_exceptions(debug)]
fn debug_error(fails: bool) -> Result<u8, Bare> {
    if fails { Err(Bare) } else { Ok(1) }
}

#[test]
fn an_error_that_is_only_debug() {
    assert_both!(debug_error(false), debug_error(true), "debug_error");
}

#[log_execution_time]
fn single_expression(a: bool) -> bool {
    if a { !a } else { a }
}

#[test]
fn a_body_of_one_expression() {
    assert!(!assert_told!(single_expression(true), "single_expression"));
}

#[log_execution_time]
fn early(id: u64) -> Option<u64> {
    if id == 0 {
        return None;
    }
    let more = id.checked_add(1)?;
    if more > 1 {
        return Some(more);
    }
    None
}

#[test]
fn an_early_return() {
    assert_eq!(assert_told!(early(0), "early"), None);
    assert_eq!(early(1), Some(2));
}

#[log_execution_time]
fn question_mark_on_option(text: Option<&str>) -> Option<usize> {
    let text = text?;
    Some(text.len())
}

#[test]
fn a_question_mark_on_an_option() {
    assert_eq!(
        assert_told!(question_mark_on_option(None), "question_mark_on_option"),
        None
    );
    assert_eq!(question_mark_on_option(Some("ab")), Some(2));
}

#[log_execution_time]
fn factorial(n: u64) -> u64 {
    if n < 2 { 1 } else { n * factorial(n - 1) }
}

#[test]
fn a_recursive_function_tells_of_each_call() {
    let (lines, _guard) = crate::support::collect();
    assert_eq!(factorial(4), 24);
    assert_eq!(lines.outcomes("factorial").len(), 4);
}

#[log_execution_time]
async fn countdown(n: u64) -> u64 {
    if n == 0 {
        return 0;
    }
    Box::pin(countdown(n - 1)).await + 1
}

#[tokio::test]
async fn a_recursive_async_function_tells_of_each_call() {
    let (lines, _guard) = crate::support::collect();
    assert_eq!(countdown(3).await, 3);
    assert_eq!(lines.outcomes("countdown").len(), 4);
}

/// Adds one.
///
/// # Safety
///
/// None is needed.
#[expect(unsafe_code, reason = "by word only")]
#[log_execution_time]
unsafe fn unsafe_sync(id: u64) -> u64 {
    id + 1
}

/// Adds one.
///
/// # Safety
///
/// None is needed.
#[expect(unsafe_code, reason = "by word only")]
#[log_execution_time]
#[log_exceptions]
async unsafe fn unsafe_async(id: u64) -> Result<u64, fmt::Error> {
    yield_now().await;
    if id == 0 {
        return Err(fmt::Error);
    }
    Ok(id + 1)
}

#[tokio::test]
#[expect(unsafe_code, reason = "the functions are unsafe by word only")]
async fn unsafe_functions() {
    assert_eq!(assert_told!(unsafe { unsafe_sync(1) }, "unsafe_sync"), 2);
    assert_both!(
        unsafe { unsafe_async(1) }.await,
        unsafe { unsafe_async(0) }.await,
        "unsafe_async"
    );
}

#[log_execution_time]
extern "C" fn foreign(id: u64) -> u64 {
    id + 1
}

#[test]
fn a_function_of_another_abi() {
    let pointer: extern "C" fn(u64) -> u64 = foreign;
    assert_eq!(assert_told!(pointer(1), "foreign"), 2);
}

#[log_execution_time]
fn as_pointer(id: u64) -> u64 {
    id
}

#[test]
fn a_function_is_still_an_item() {
    let pointer: fn(u64) -> u64 = as_pointer;
    let mapped: Vec<u64> = [1, 2].into_iter().map(pointer).collect();
    assert_eq!(mapped, [1, 2]);
}

macro_rules! made {
    ($name:ident, $ty:ty, $body:block) => {
        #[log_execution_time]
        fn $name(_: $ty) -> $ty $body
    };
    ($name:ident, $arg:ident => $value:expr) => {
        #[log_execution_time]
        async fn $name($arg: u64) -> u64 {
            2 * $value
        }
    };
}

made!(made_sync, u8, { 7 });
made!(made_async, id => id + 1);

#[tokio::test]
async fn functions_that_macro_rules_made() {
    assert_eq!(assert_told!(made_async(2).await, "made_async"), 6);
}

#[test]
fn a_captured_body() {
    assert_eq!(assert_told!(made_sync(1), "made_sync"), 7);
}
