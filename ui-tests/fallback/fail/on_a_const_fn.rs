use gambeson::{Rejected, fallback};

#[fallback(0)]
const fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    let _ = charge(1);
}
