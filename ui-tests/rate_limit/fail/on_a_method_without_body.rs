use gambeson::{Rejected, rate_limit};

trait Pay {
    #[rate_limit("100/s")]
    async fn charge(&self, cents: u64) -> Result<u64, Rejected>;
}

fn main() {}
