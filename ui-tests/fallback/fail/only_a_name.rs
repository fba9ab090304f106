use gambeson::fallback;

#[derive(Debug)]
enum PriceError {
    Down,
    Unknown(u32),
}

#[fallback(0, only(Down))]
fn price(item: &str) -> Result<u32, PriceError> {
    item.parse().map_err(|_| PriceError::Unknown(1))
}

fn main() {
    drop((price("tea"), PriceError::Down));
}
