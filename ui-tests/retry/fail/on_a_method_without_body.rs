use gambeson::{Rejected, retry};

trait Pay {
    #[retry(3)]
    async fn charge(&self, cents: u64) -> Result<u64, Rejected>;
}

fn main() {}
