use gambeson::log_execution_time;

#[log_execution_time(stuck_after = "1m")]
async fn load() {}

fn main() {
    drop(load());
}
