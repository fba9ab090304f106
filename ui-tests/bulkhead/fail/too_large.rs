use gambeson::{Rejected, bulkhead};

#[bulkhead(5_000_000_000)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
