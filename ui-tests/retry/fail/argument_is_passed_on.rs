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

fn length(name: String) -> u64 {
    name.len() as u64
}

#[retry(3)]
async fn charge(name: String) -> Result<u64, PayError> {
    pay(length(name)).await
}

fn main() {
    let _ = charge(String::new());
}
