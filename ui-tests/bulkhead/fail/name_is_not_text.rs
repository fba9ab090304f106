use gambeson::{Rejected, bulkhead};

#[bulkhead(32, name = payments)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
