use gambeson::log_execution_time;

#[log_execution_time(stuck = 30)]
async fn load() {}

fn main() {
    drop(load());
}
