use std::cell::Cell;

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

fn sent<T: Send>(_: T) {}

#[retry(3)]
async fn charge(count: Cell<u64>) -> Result<u64, PayError> {
    pay(count.get()).await
}

fn main() {
    let _ = sent(charge(Cell::new(1)));
}
