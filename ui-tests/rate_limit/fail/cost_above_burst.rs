use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", cost = 200)]
async fn above_limit(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", burst = 5, cost = 10)]
async fn above_burst(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
