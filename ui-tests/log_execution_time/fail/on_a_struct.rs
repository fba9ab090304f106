use gambeson::log_execution_time;

#[log_execution_time]
struct Charge {
    cents: u64,
}

fn main() {
    drop(Charge { cents: 1 }.cents);
}
