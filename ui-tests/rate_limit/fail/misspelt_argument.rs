use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", brust = 20)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
