use gambeson::{Rejected, rate_limit};

use std::time::Duration;

#[rate_limit(Duration::from_secs(1))]
async fn duration(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
