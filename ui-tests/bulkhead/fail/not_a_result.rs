use gambeson::bulkhead;

#[bulkhead(32)]
async fn charge(cents: u64) -> u64 {
    cents
}

fn main() {
    drop(charge(1));
}
