use gambeson::bulkhead;

#[bulkhead(32)]
async fn charge(cents: u64) {
    drop(cents);
}

fn main() {
    drop(charge(1));
}
