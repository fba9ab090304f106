use gambeson::{Rejected, circuit_breaker};

#[circuit_breaker(slow = 1, slow_rate = 0.8)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
