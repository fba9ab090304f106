use gambeson::{Rejected, rate_limit};

#[rate_limit("0/s")]
async fn no_calls(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/0s")]
async fn no_time(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("0.5/s")]
async fn fraction(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("-1/s")]
async fn negative(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("9999999999/s")]
async fn huge(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
