use gambeson::{Rejected, fallback};

#[fallback(0, if = "error.is_open()")]
async fn price(item: &str) -> Result<usize, Rejected> {
    Ok(item.len())
}

fn main() {
    drop(price("tea"));
}
