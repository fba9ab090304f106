use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", key = "{usr}")]
async fn misspelt(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", key = "user")]
async fn constant(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", key = 7)]
async fn number(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", max_keys = 10)]
async fn keys_alone(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", idle = "1h")]
async fn idle_alone(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
