use gambeson::{Rejected, fallback};

#[fallback(0, name = "a", name = "b")]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
