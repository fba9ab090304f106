use gambeson::timeout;

#[timeout("2s")]
async fn charge(cents: u64) -> u64 {
    cents
}

fn main() {
    drop(charge(1));
}
