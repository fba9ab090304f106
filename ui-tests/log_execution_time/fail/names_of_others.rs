use gambeson::log_execution_time;

#[log_execution_time(threshold = 250, extract_args = true, sample_rate = 0.1, enter)]
fn charge(cents: u64, card: &str) -> Result<u64, String> {
    Ok(cents + card.len() as u64)
}

fn main() {
    drop(charge(1, "4111"));
}
