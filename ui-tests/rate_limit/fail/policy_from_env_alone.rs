use gambeson::{Rejected, rate_limit};

#[rate_limit(policy = from_env())]
async fn find() -> Result<(), Rejected> {
    Ok(())
}

fn main() {
    let _ = find();
}
