use gambeson::{Rejected, circuit_breaker, log_exceptions};

#[circuit_breaker]
#[log_exceptions(reraise = false)]
async fn price(id: u32) -> Result<u32, Rejected> {
    Ok(id)
}

fn main() {
    drop(price(1));
}
