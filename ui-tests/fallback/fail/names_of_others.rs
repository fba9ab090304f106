use gambeson::fallback;

#[derive(Debug)]
enum PriceError {
    Down,
    Unknown(u32),
}

#[fallback(fallback_method = "usual")]
fn price(item: &str) -> Result<u32, PriceError> {
    item.parse().map_err(|_| PriceError::Unknown(1))
}

#[fallback(default = 0)]
fn second() -> Result<u32, PriceError> {
    Err(PriceError::Down)
}

#[fallback(0, exceptions(PriceError::Down))]
fn third() -> Result<u32, PriceError> {
    Err(PriceError::Down)
}

#[fallback(0, predicate = |error| matches!(error, PriceError::Down))]
fn fourth() -> Result<u32, PriceError> {
    Err(PriceError::Down)
}

fn usual(_item: &str, _error: PriceError) -> Result<u32, PriceError> {
    Ok(1)
}

fn main() {
    drop((price("tea"), second(), third(), fourth(), usual("tea", PriceError::Unknown(1))));
}
