use gambeson::{Rejected, fallback};

#[fallback(Ok(0))]
async fn price(item: &str) -> Result<usize, Rejected> {
    Ok(item.len())
}

fn main() {
    drop(price("tea"));
}
