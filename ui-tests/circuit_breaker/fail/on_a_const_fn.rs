use gambeson::{Rejected, circuit_breaker};

#[circuit_breaker]
const fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    let _ = charge(1);
}
