use gambeson::{Rejected, bulkhead};

trait Pay {
    #[bulkhead(32)]
    async fn charge(&self, cents: u64) -> Result<u64, Rejected>;
}

fn main() {}
