use gambeson::{Rejected, bulkhead};

#[bulkhead(32)]
const fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    let _ = charge(1);
}
