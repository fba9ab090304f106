use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", store = "redis")]
async fn quoted(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", store = memory)]
async fn memory(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", lease = 50)]
async fn lease(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", on_store_error = open)]
async fn outage(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", redis = "redis://localhost")]
async fn servers(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
