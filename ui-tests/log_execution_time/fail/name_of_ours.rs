use gambeson::log_execution_time;

#[log_execution_time(args(outcome), fields(duration_ms = 1))]
fn charge(outcome: u64) -> u64 {
    outcome
}

fn main() {
    drop(charge(1));
}
