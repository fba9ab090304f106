use gambeson::{Rejected, rate_limit};

#[rate_limit]
async fn nothing(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(burst = 20)]
async fn burst_alone(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(key = "{user}")]
async fn key_alone(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
