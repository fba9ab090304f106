use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", wait = "0s")]
async fn nothing(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", wait = 50)]
async fn number(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

#[rate_limit("100/s", wait)]
async fn word(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
