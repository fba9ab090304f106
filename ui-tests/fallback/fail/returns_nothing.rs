use gambeson::fallback;

#[derive(Debug)]
enum PriceError {
    Down,
    Unknown(u32),
}

#[fallback(())]
fn price(item: &str) {
    drop(item.len());
}

fn main() {
    price("tea"); drop((PriceError::Unknown(1), PriceError::Down));
}
