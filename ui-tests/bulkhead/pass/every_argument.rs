#![deny(warnings)]

use std::time::Duration;

use gambeson::{Rejected, bulkhead};

const LIMIT: u32 = 32;

#[bulkhead(32)]
async fn number() -> Result<u8, Rejected> {
    Ok(7)
}

#[bulkhead(LIMIT * 2, queue = LIMIT, wait = Duration::from_secs(1))]
async fn expressions() -> Result<u8, Rejected> {
    Ok(7)
}

#[bulkhead(limit())]
async fn called() -> Result<u8, Rejected> {
    Ok(7)
}

fn limit() -> u32 {
    LIMIT
}

#[bulkhead(calls = 1_000, queue = 64, wait = "1s", name = "reports", handle = Guards, crate = ::gambeson)]
async fn named() -> Result<u8, Rejected> {
    Ok(7)
}

#[bulkhead(1)]
fn blocking() -> Result<u8, Rejected> {
    Ok(7)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for result in [
        number().await,
        expressions().await,
        called().await,
        named().await,
        blocking(),
    ] {
        assert_eq!(result, Ok(7));
    }
    assert_eq!(Guards::bulkhead().limit(), 1_000);
    assert_eq!(Guards::bulkhead().name(), "reports");
}
