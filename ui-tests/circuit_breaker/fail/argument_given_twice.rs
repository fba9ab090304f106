use gambeson::{Rejected, circuit_breaker};

#[circuit_breaker(consecutive = 3, consecutive = 5)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
