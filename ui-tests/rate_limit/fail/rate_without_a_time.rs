use gambeson::{Rejected, rate_limit};

#[rate_limit(100)]
async fn number(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100")]
async fn text(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit(1_000)]
async fn long_number(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100 per minute")]
async fn words(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100rpm")]
async fn abbreviation(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
