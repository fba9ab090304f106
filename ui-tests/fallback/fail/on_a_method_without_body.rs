use gambeson::{Rejected, fallback};

trait Pay {
    #[fallback(0)]
    async fn charge(&self, cents: u64) -> Result<u64, Rejected>;
}

fn main() {}
