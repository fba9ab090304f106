use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", burst = 0)]
async fn no_burst(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", burst = "20")]
async fn text(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", burst = 2.5)]
async fn fraction(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", cost = 0)]
async fn free(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", burst = 20u64)]
async fn typed(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", key = "{user}", max_keys = 0)]
async fn no_keys(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
