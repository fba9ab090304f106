use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", policy = gambeson::resilience::RateLimitPolicy::from_env())]
async fn rate(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(policy = gambeson::resilience::RateLimitPolicy::from_env(), wait = "1s")]
async fn wait(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
