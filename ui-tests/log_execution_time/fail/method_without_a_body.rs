use gambeson::log_execution_time;

trait Load {
    #[log_execution_time]
    async fn load(&self) -> u64;
}

fn main() {}
