#![deny(warnings)]

use std::time::Duration;

use gambeson::{Rejected, timeout};

const LIMIT: Duration = Duration::from_secs(2);

#[timeout("2s")]
async fn text() -> Result<u8, Rejected> {
    Ok(7)
}

#[timeout(LIMIT)]
async fn constant() -> Result<u8, Rejected> {
    Ok(7)
}

#[timeout(Duration::from_millis(1 + 1))]
async fn expression() -> Result<u8, Rejected> {
    Ok(7)
}

#[timeout(limit())]
async fn called() -> Result<u8, Rejected> {
    Ok(7)
}

fn limit() -> Duration {
    LIMIT
}

#[timeout(after = patience, name = "search", crate = ::gambeson)]
async fn argument(patience: Duration) -> Result<Duration, Rejected> {
    Ok(patience)
}

#[timeout(total = "2s", handle = Guards)]
async fn total() -> Result<u8, Rejected> {
    Ok(7)
}

#[timeout("5s", allow(order))]
#[timeout("2s")]
async fn two() -> Result<u8, Rejected> {
    Ok(7)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for result in [
        text().await,
        constant().await,
        expression().await,
        called().await,
        total().await,
        two().await,
    ] {
        assert_eq!(result, Ok(7));
    }
    assert_eq!(argument(LIMIT).await, Ok(LIMIT));
}
