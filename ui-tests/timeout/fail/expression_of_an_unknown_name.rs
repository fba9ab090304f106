use gambeson::{Rejected, timeout};

#[timeout(patience)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
