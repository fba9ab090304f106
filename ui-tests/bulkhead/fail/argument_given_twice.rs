use gambeson::{Rejected, bulkhead};

#[bulkhead(32, calls = 64)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
