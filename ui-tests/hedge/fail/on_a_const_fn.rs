use gambeson::{Rejected, hedge};

#[hedge(after = "100ms")]
const fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    let _ = charge(1);
}
