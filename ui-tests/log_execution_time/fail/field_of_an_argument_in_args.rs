use gambeson::log_execution_time;

struct Order {
    id: u64,
}

#[log_execution_time(args(order.id))]
fn charge(order: &Order) -> u64 {
    order.id
}

fn main() {
    drop(charge(&Order { id: 1 }));
}
