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

#[circuit_breaker(failureRateThreshold = 50, slidingWindowSize = 10, minimumNumberOfCalls = 5, permittedNumberOfCallsInHalfOpenState = 2)]
async fn charge(cents: u64) -> Result<u64, PayError> {
    if cents == 0 { Err(PayError::Down) } else { Ok(cents) }
}

fn main() {}
