use gambeson::log_execution_time;

#[log_execution_time(err(level = warn), skip(card), parent = None, follows_from = spans, err(Debug))]
fn charge(cents: u64, card: &str) -> Result<u64, String> {
    Ok(cents + card.len() as u64)
}

fn main() {
    drop(charge(1, "4111"));
}
