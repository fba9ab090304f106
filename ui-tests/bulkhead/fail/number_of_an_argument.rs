use gambeson::{Rejected, bulkhead};

#[bulkhead(cents)]
async fn charge(cents: u32) -> Result<u32, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
