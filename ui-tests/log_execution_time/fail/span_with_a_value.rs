use gambeson::log_execution_time;

#[log_execution_time(span = "load")]
async fn load() {}

fn main() {
    drop(load());
}
