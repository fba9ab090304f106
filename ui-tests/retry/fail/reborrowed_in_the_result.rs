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

#[retry(3)]
async fn charge(list: &mut Vec<u64>) -> Result<&mut u64, PayError> {
    pay(1).await?;
    list.last_mut().ok_or(PayError::Busy)
}

fn main() {
    let _ = charge(&mut vec![1]);
}
