use gambeson::{Rejected, bulkhead};

const LIMIT: usize = 32;

#[bulkhead(LIMIT)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
