use gambeson::{Rejected, timeout};

#[timeout(attempt = "500ms")]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
