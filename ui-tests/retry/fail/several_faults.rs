use gambeson::retry;

#[derive(Debug, Clone, PartialEq)]
enum PayError {
    Busy,
    Declined(u16),
}

async fn pay(cents: u64) -> Result<u64, PayError> {
    match cents {
        0 => Err(PayError::Busy),
        1 => Err(PayError::Declined(1)),
        cents => Ok(cents),
    }
}

#[retry(0, backoff = fixed("5 s"), budget = 1.5, reties = 4)]
async fn charge(cents: u64) -> Result<u64, PayError> {
    pay(cents).await
}

fn main() {
    let _ = charge(1);
}
