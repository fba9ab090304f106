use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", store = redis, on_store_error = local)]
async fn no_share(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", store = redis, on_store_error = local(25))]
async fn percent(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", store = redis, on_store_error = local(0.0))]
async fn nothing(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", store = redis, on_store_error = fail)]
async fn unknown(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", store = redis, on_store_error = "open")]
async fn quoted(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", store = redis, lease = 0)]
async fn no_block(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
