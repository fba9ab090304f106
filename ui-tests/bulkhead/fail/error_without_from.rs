use gambeson::bulkhead;

#[derive(Debug)]
struct PayError;

#[bulkhead(32)]
async fn charge(cents: u64) -> Result<u64, PayError> {
    if cents == 0 { Err(PayError) } else { Ok(cents) }
}

fn main() {
    drop(charge(1));
}
