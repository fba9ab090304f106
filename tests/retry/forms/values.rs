//! Results by any name.

use std::io;

use gambeson::retry;

use super::{Busy, assert_third, third};

type Answer<T> = Result<T, Busy>;

#[retry(3, backoff = none)]
async fn alias(id: u64) -> Answer<u64> {
    third()?;
    Ok(id)
}

#[retry(3, backoff = none)]
async fn of_a_crate(id: u64) -> io::Result<u64> {
    third().map_err(|_| io::Error::other("busy"))?;
    Ok(id)
}

#[retry(3, backoff = none)]
async fn unit() -> Result<(), Busy> {
    third()
}

#[retry(3, backoff = none)]
async fn boxed_error(id: u64) -> Result<u64, Box<dyn std::error::Error + Send + Sync>> {
    third().map_err(|_| "busy")?;
    Ok(id)
}

#[retry(3, backoff = none)]
async fn nested(id: u64) -> Result<Option<Result<u64, String>>, Busy> {
    third()?;
    Ok(Some(Ok(id)))
}

#[tokio::test]
async fn of_an_alias() {
    assert_third!(alias(1).await, 1);
}

#[tokio::test]
async fn of_errors_of_others() {
    assert_third!(of_a_crate(1).await.map_err(|_| Busy), 1);
    assert_third!(boxed_error(1).await.map_err(|_| Busy), 1);
}

#[tokio::test]
async fn of_nothing_and_of_much() {
    assert_third!(unit().await, ());
    assert_third!(nested(1).await, Some(Ok(1)));
}
