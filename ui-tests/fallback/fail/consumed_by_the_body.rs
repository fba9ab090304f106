use gambeson::fallback;

#[derive(Debug)]
enum PriceError {
    Down,
    Unknown(u32),
}

#[fallback(item.len())]
fn price(item: String) -> Result<usize, PriceError> {
    keep(item)?;
    Err(PriceError::Down)
}

fn keep(item: String) -> Result<(), PriceError> {
    drop(item);
    Err(PriceError::Unknown(1))
}

fn main() {
    drop(price(String::new()));
}
