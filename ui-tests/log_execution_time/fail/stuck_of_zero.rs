use gambeson::log_execution_time;

#[log_execution_time(stuck = "0s")]
async fn load() {}

fn main() {
    drop(load());
}
