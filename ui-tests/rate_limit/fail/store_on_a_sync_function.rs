use gambeson::{Rejected, rate_limit};

#[rate_limit("100/s", store = redis)]
fn sync(user: &str) -> Result<usize, Rejected> {
    Ok(user.len())
}

fn main() {}
