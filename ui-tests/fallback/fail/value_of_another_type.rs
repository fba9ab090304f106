use gambeson::{Rejected, fallback};

#[fallback("none")]
async fn price(item: &str) -> Result<usize, Rejected> {
    Ok(item.len())
}

fn main() {
    drop(price("tea"));
}
