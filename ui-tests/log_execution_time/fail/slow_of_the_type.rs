use std::time::Duration;

use gambeson::log_execution_time;

struct Shop;

impl Shop {
    const LIMIT: u64 = 1;

    // A type that does not fit is answered where it is written.
    #[log_execution_time(slow = Self::LIMIT)]
    fn charge(&self, cents: u64) -> u64 {
        cents
    }
}

fn main() {
    drop(Duration::ZERO);
    Shop.charge(1);
}
