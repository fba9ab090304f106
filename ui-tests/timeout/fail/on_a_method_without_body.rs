use gambeson::{Rejected, timeout};

trait Pay {
    #[timeout("2s")]
    async fn charge(&self, cents: u64) -> Result<u64, Rejected>;
}

fn main() {}
