use gambeson::fallback;

#[derive(Debug)]
enum PriceError {
    Down,
    Unknown(u32),
}

#[fallback(with = usual)]
fn price(item: &str) -> Result<usize, PriceError> {
    if item.is_empty() { Err(PriceError::Unknown(1)) } else { Ok(item.len()) }
}

fn usual(_item: &str) -> Result<usize, PriceError> {
    Ok(1)
}

fn main() {
    drop((price("a"), PriceError::Down));
}
