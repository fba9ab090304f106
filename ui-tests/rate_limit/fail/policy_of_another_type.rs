use gambeson::{Rejected, rate_limit};

#[rate_limit(policy = 100)]
async fn number(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
