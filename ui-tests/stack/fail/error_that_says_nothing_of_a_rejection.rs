use gambeson::{bulkhead, circuit_breaker, rate_limit, retry, timeout};

#[derive(Debug)]
enum PayError {
    Down,
}

#[retry(3)]
#[circuit_breaker]
#[rate_limit("100/s")]
#[bulkhead(32)]
#[timeout("2s")]
async fn charge(cents: u64) -> Result<u64, PayError> {
    if cents == 0 { Err(PayError::Down) } else { Ok(cents) }
}

fn main() {
    drop(charge(1));
}
