use gambeson::{Rejected, rate_limit};

#[rate_limit("100/sec")]
async fn word(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/15 minutes")]
async fn words(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100 / s")]
async fn blanks(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/fortnight")]
async fn unknown(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
