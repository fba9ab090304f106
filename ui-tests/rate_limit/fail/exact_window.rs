use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", window = "exact")]
async fn quoted(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", window = sliding)]
async fn other(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", window = exact, burst = 20)]
async fn burst(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", window = exact, store = redis)]
async fn stored(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", window = exact, lease = 50)]
async fn leased(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
