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

struct Cart(u64);

impl Cart {
    #[retry(3)]
    async fn charge(mut self) -> Result<u64, PayError> {
        self.0 += 1;
        pay(self.0).await
    }
}

fn main() {
    let _ = Cart(1).charge();
}
