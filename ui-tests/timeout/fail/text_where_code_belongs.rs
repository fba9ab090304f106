use gambeson::{Rejected, timeout};

#[timeout("LIMIT")]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
