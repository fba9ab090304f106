use gambeson::{Rejected, fallback};

#[fallback(Err(PriceError::Down))]
async fn price(item: &str) -> Result<usize, PriceError> {
    Ok(item.len())
}

#[derive(Debug)]
enum PriceError {
    Down,
    Rejected(Rejected),
}

fn main() {
    drop(price("tea"));
}
