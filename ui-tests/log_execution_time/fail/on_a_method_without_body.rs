use gambeson::log_execution_time;

trait Charges {
    #[log_execution_time]
    fn charge(&self, cents: u64) -> u64;
}

fn main() {}
