use gambeson::{Rejected, retry};

#[retry(3, attempts = 5)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
