use gambeson::{Rejected, timeout};

#[timeout("2s")]
fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
