use gambeson::timeout;

#[derive(Debug)]
struct PayError;

#[timeout("2s")]
async fn charge(cents: u64) -> Result<u64, PayError> {
    if cents == 0 { Err(PayError) } else { Ok(cents) }
}

fn main() {
    drop(charge(1));
}
