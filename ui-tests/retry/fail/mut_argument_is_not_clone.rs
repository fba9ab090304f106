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

#[retry(3)]
async fn charge(mut cart: Cart) -> Result<u64, PayError> {
    cart.0 += 1;
    pay(cart.0).await
}

fn main() {
    let _ = charge(Cart(1));
}
