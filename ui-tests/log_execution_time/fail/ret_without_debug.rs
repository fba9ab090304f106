use gambeson::log_execution_time;

struct Order {
    id: u64,
}

#[log_execution_time(ret)]
fn charge(cents: u64) -> Order {
    Order { id: cents }
}

fn main() {
    drop(charge(1).id);
}
