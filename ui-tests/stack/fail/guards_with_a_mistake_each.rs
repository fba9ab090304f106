use gambeson::{Rejected, bulkhead, circuit_breaker, fallback, rate_limit, retry, timeout};

#[fallback(wth = later)]
#[retry(0)]
#[circuit_breaker(failure_rate = 50)]
#[rate_limit(100)]
#[bulkhead("32")]
#[timeout(2)]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

async fn later(cents: u64, _: Rejected) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop((charge(1), later));
}
