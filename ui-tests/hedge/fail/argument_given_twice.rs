use gambeson::{Rejected, hedge};

#[hedge(after = "100ms", max = 1, max = 2)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
