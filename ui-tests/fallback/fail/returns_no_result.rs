use gambeson::fallback;

#[derive(Debug)]
enum PriceError {
    Down,
    Unknown(u32),
}

#[fallback(0)]
fn price(item: &str) -> u32 {
    item.len() as u32
}

fn main() {
    drop((price("tea"), PriceError::Down)); drop(PriceError::Unknown(1));
}
