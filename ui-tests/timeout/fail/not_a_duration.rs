use gambeson::{Rejected, timeout};

const LIMIT: u64 = 2;

#[timeout(LIMIT)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
