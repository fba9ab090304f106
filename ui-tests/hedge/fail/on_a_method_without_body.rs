use gambeson::{Rejected, hedge};

trait Pay {
    #[hedge(after = "100ms")]
    async fn charge(&self, cents: u64) -> Result<u64, Rejected>;
}

fn main() {}
