use gambeson::fallback;

#[derive(Debug)]
enum PriceError {
    Down,
    Unknown(u32),
}

#[fallback(with = usual)]
fn price((item, lang): (&str, &str)) -> Result<usize, PriceError> {
    if item == lang { Ok(item.len()) } else { Err(PriceError::Unknown(1)) }
}

fn usual(_pair: (&str, &str), _error: PriceError) -> Result<usize, PriceError> {
    Ok(1)
}

fn main() {
    drop((price(("a", "b")), PriceError::Down));
}
