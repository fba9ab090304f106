use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s")]
const fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    let _ = charge(1);
}
