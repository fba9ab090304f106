use gambeson::{Rejected, circuit_breaker};

#[derive(Debug)]
enum PayError {
    Down,
    Rejected(Rejected),
}

impl From<Rejected> for PayError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

#[circuit_breaker(consecutive = 0)]
async fn charge(cents: u64) -> Result<u64, PayError> {
    if cents == 0 { Err(PayError::Down) } else { Ok(cents) }
}

fn main() {}
