#![deny(warnings)]

use gambeson::{Rejected, rate_limit};

#[rate_limit("5000/h", name = "by the hour")]
#[rate_limit("100/s", name = "by the second")]
async fn search(word: &str) -> Result<usize, Rejected> {
    Ok(word.len())
}

#[rate_limit("10/s", key = "{user}")]
#[rate_limit("1000/s")]
fn count(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(search("tea").await, Ok(3));
    assert_eq!(count("ada"), Ok(3));
}
