use gambeson::log_execution_time;

#[log_execution_time]
const fn charge(cents: u64) -> u64 {
    cents
}

fn main() {
    charge(1);
}
