use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", name = search)]
async fn word(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", name = "")]
async fn empty(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", name = "a", name = "b")]
async fn twice(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
