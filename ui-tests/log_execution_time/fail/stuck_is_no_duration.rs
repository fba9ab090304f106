use gambeson::log_execution_time;

const LIMIT: u64 = 30;

#[log_execution_time(stuck = LIMIT)]
async fn load() {}

fn main() {
    drop(load());
}
