//! What the attributes of logging tell is of the request too.

use gambeson::context::{self, Context, scope};
use gambeson::{log_exceptions, log_execution_time};

use crate::told::{Log, log};

#[log_execution_time]
async fn ordered(sku: u32) -> u32 {
    tokio::task::yield_now().await;
    sku
}

#[log_exceptions]
async fn refused() -> Result<(), String> {
    Err("no".to_owned())
}

#[log_execution_time]
async fn waits() {
    std::future::pending::<()>().await;
}

/// The requests of the events of a function of this file.
fn of(function: &str) -> Vec<Option<String>> {
    let prefix = format!("context::attributes::{function}: ");
    let told = Log::of(&prefix);
    told.into_iter().map(|told| told.request).collect()
}

#[tokio::test]
async fn ends_and_failures_of_functions_carry_the_request() {
    log();
    scope(Context::new("req-1"), async {
        assert_eq!(ordered(7).await, 7);
        assert!(refused().await.is_err());
        context::spawn(ordered(8)).await.expect("it ends");
    })
    .await;
    let request = Some("req-1".to_owned());
    assert_eq!(of("ordered"), [request.clone(), request.clone()]);
    assert_eq!(of("refused"), [request]);
}

#[tokio::test]
async fn a_call_that_is_cancelled_with_its_request_is_still_told_as_its_own() {
    log();
    let task = tokio::spawn(scope(Context::new("req-1"), waits()));
    tokio::task::yield_now().await;
    task.abort();
    assert!(task.await.is_err());
    assert_eq!(of("waits"), [Some("req-1".to_owned())]);
}
