use gambeson::{Rejected, circuit_breaker};

trait Pay {
    #[circuit_breaker]
    async fn charge(&self, cents: u64) -> Result<u64, Rejected>;
}

fn main() {}
