#![deny(warnings)]
#![allow(dead_code)]

use gambeson::{Rejected, rate_limit};
use gambeson::resilience::{Rate, RateLimitPolicy};

const LIMIT: Rate = Rate::per_second(100);

#[rate_limit("100/s")]
async fn rate(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/15m", burst = 20, key = "{user}", max_keys = 1_000, idle = "1h")]
async fn keys(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(LIMIT, burst = 10 * 2, cost = 1 + 1, name = "search")]
async fn expressions(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(rate = "5/1h30m", wait = "50ms", handle = Guards)]
async fn waits(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("3/s", window = exact, key = user, allow(order))]
async fn exact(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(policy = RateLimitPolicy::from_env(), key = (1, user))]
async fn policy(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("1/d", crate = ::gambeson)]
fn sync(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
