use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", wait = "50ms")]
fn sync(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
