use gambeson::{Rejected, timeout};

#[timeout(attempt = "2s", total = "2s")]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
