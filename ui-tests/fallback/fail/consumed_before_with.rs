use gambeson::fallback;

#[derive(Debug)]
enum PriceError {
    Down,
    Unknown(u32),
}

#[fallback(with = usual)]
async fn price(item: String) -> Result<usize, PriceError> {
    keep(item).await
}

async fn keep(item: String) -> Result<usize, PriceError> {
    drop(item);
    Err(PriceError::Unknown(1))
}

fn usual(item: String, _error: PriceError) -> Result<usize, PriceError> {
    Ok(item.len())
}

fn main() {
    drop((price(String::new()), PriceError::Down));
}
