//! A `Result` by another name, a boxed error, a body that gives up early.
#![deny(warnings)]

use std::error::Error;

use gambeson::{Rejected, bulkhead, circuit_breaker, fallback, hedge, rate_limit, retry, timeout};

mod pay {
    pub type Result<T, E = gambeson::Rejected> = std::result::Result<T, E>;
}

#[fallback(0)]
#[timeout("2s")]
#[retry(3)]
#[circuit_breaker]
#[rate_limit("100/s")]
#[bulkhead(32)]
async fn by_another_name(cents: u64) -> pay::Result<u64> {
    Ok(cents)
}

#[timeout("2s")]
#[circuit_breaker]
#[rate_limit("100/s")]
#[bulkhead(32)]
async fn boxed_error(cents: &str) -> Result<u64, Box<dyn Error + Send + Sync>> {
    Ok(cents.parse()?)
}

#[retry(3)]
#[hedge(after = "100ms")]
async fn of_no_rejection(cents: &str) -> Result<u64, std::num::ParseIntError> {
    cents.parse()
}

#[fallback(None)]
#[bulkhead(32)]
fn optional(cents: u64) -> Result<Option<u64>, Rejected> {
    Ok(Some(cents))
}

#[fallback(Ok(0))]
#[bulkhead(32)]
fn nested(cents: u64) -> Result<Result<u64, String>, Rejected> {
    Ok(if cents == 0 { Err(String::new()) } else { Ok(cents) })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(by_another_name(7).await, Ok(7));
    assert_eq!(boxed_error("7").await.ok(), Some(7));
    assert_eq!(of_no_rejection("7").await, Ok(7));
    assert_eq!(optional(7), Ok(Some(7)));
    assert_eq!(nested(7), Ok(Ok(7)));
}
