use gambeson::log_execution_time;

#[log_execution_time(ret)]
fn charge(cents: u64) {
    drop(cents);
}

fn main() {
    charge(1);
}
