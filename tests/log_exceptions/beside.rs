//! `args` and `fields`, as on `#[log_execution_time]`.

use gambeson::log_exceptions;
use gambeson_tests::log_events::Events;
use tracing::Level;

use super::PayError;

#[log_exceptions(args(id, password), fields(twice = id * 2))]
async fn charge(id: u64, password: String) -> Result<u64, PayError> {
    drop(password);
    tokio::task::yield_now().await;
    if id == 0 {
        Ok(id)
    } else {
        Err(PayError::NotFound)
    }
}

#[tokio::test]
async fn what_is_named_is_told_as_it_was_and_masked() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(charge(0, "hunter2".to_owned()).await.is_ok());
    assert!(events.take().is_empty());
    assert!(charge(7, "hunter2".to_owned()).await.is_err());
    let told = events.one();
    assert_eq!((told.field("id"), told.field("twice")), ("7", "14"));
    assert!(!told.field("password").contains("hunter2"), "{told:?}");
}
