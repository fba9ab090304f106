use std::time::Duration;

use gambeson::{Rejected, timeout};

const LIMIT: Duration = Duration::from_secs(2);

#[timeout("LIMIT")]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop((charge(1), LIMIT));
}
