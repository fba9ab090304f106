use std::time::Duration;

use gambeson::log_execution_time;

#[log_execution_time(slow = limit)]
fn charge(cents: u64, limit: Duration) -> u64 {
    drop(limit);
    cents
}

#[log_execution_time(slow = Duration::from_millis(N))]
fn count<const N: u64>() -> u64 {
    N
}

fn main() {
    charge(1, Duration::ZERO);
    count::<1>();
}
