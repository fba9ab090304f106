use gambeson::log_execution_time;

#[log_execution_time]
trait Load {
    fn load(&self) -> u64 {
        1
    }
}

fn main() {}
