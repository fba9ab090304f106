//! Functions that never return.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures::FutureExt;
use gambeson::log_execution_time;
use tokio::task::yield_now;

#[log_execution_time]
fn panics() -> ! {
    panic!("on purpose")
}

#[log_execution_time]
async fn panics_async() -> ! {
    yield_now().await;
    panic!("on purpose")
}

#[log_execution_time]
async fn loops() -> ! {
    loop {
        yield_now().await;
    }
}

#[test]
fn a_sync_function_that_never_returns() {
    assert!(assert_told!(catch_unwind(|| panics()), "panics", "panic").is_err());
}

#[tokio::test]
async fn an_async_function_that_never_returns() {
    let told = assert_told!(
        AssertUnwindSafe(panics_async()).catch_unwind().await,
        "panics_async",
        "panic"
    );
    assert!(told.is_err());
}

#[tokio::test]
async fn an_async_function_that_loops_for_ever_and_is_dropped() {
    let told = assert_told!(
        tokio::select! {
            biased;
            never = loops() => never,
            () = yield_now() => 1,
        },
        "loops",
        "cancelled"
    );
    assert_eq!(told, 1);
}

#[log_execution_time]
fn panics_with_a_value(id: u64) -> u64 {
    assert!(id > 0, "on purpose");
    id
}

#[test]
fn a_panic_goes_on_as_it_was() {
    let panic = assert_told!(
        catch_unwind(|| panics_with_a_value(0)),
        "panics_with_a_value",
        "panic"
    );
    let text = panic.unwrap_err().downcast_ref::<&str>().copied();
    assert_eq!(text, Some("on purpose"));
}
