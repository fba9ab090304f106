use gambeson::{Rejected, bulkhead};

#[bulkhead(32, queue = 64, wait = "0s")]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
