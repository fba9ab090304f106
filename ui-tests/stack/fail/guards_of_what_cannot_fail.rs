use gambeson::{bulkhead, circuit_breaker, fallback, hedge, rate_limit, retry, timeout};

#[fallback(0)]
#[retry(3)]
#[circuit_breaker(failure_rate = 0.5)]
#[hedge(after = "100ms")]
#[rate_limit("100/s")]
#[bulkhead(32)]
#[timeout("2s")]
async fn charge(cents: u64) -> u64 {
    cents
}

fn main() {
    drop(charge(1));
}
