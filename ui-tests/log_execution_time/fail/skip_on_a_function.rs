use gambeson::log_execution_time;

#[log_execution_time(skip(id))]
fn load(id: u64) -> u64 {
    id
}

fn main() {
    load(1);
}
