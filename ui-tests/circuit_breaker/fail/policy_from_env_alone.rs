use gambeson::{Rejected, circuit_breaker};

#[circuit_breaker(policy = from_env())]
async fn find() -> Result<(), Rejected> {
    Ok(())
}

fn main() {
    let _ = find();
}
