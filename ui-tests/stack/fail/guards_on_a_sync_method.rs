use gambeson::{Rejected, bulkhead, hedge, rate_limit, timeout};

struct Shop;

impl Shop {
    #[timeout("2s")]
    #[hedge(after = "100ms")]
    #[rate_limit("100/s", wait = "50ms")]
    #[bulkhead(32, queue = 64)]
    fn charge(&self, cents: u64) -> Result<u64, Rejected> {
        Ok(cents)
    }
}

fn main() {
    let _ = Shop.charge(1);
}
