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

#[circuit_breaker(fail_max = 5, reset_timeout = 60, exclude = Declined, errorThresholdPercentage = 50, volumeThreshold = 10, max_requests = 2, interval = 30, timeout = 10, max_retries = 3)]
async fn charge(cents: u64) -> Result<u64, PayError> {
    if cents == 0 { Err(PayError::Down) } else { Ok(cents) }
}

fn main() {}
