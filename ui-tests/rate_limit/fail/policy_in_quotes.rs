use gambeson::{Rejected, rate_limit};

#[rate_limit(policy = "RateLimitPolicy::from_env()")]
async fn charge(cents: u64) -> Result<u64, Rejected> {
    Ok(cents)
}

fn main() {
    drop(charge(1));
}
