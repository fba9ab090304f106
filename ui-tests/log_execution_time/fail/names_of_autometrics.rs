use gambeson::log_execution_time;

#[log_execution_time(track_concurrency, ok_if = is_fine, error_if = is_bad, objective = API)]
fn charge(cents: u64, card: &str) -> Result<u64, String> {
    Ok(cents + card.len() as u64)
}

fn main() {
    drop(charge(1, "4111"));
}
