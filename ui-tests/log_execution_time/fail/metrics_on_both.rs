use gambeson::{log_exceptions, log_execution_time};

#[log_exceptions(metrics)]
#[log_execution_time(slow = "1s", metrics)]
fn charge(cents: u64, card: &str) -> Result<u64, String> {
    Ok(cents + card.len() as u64)
}

fn main() {
    drop(charge(1, "4111"));
}
