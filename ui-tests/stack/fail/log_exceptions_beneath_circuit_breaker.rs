use gambeson::{circuit_breaker, log_exceptions};

#[circuit_breaker]
#[log_exceptions(reraise = false)]
async fn price() -> Result<u32, gambeson::Rejected> {
    Ok(399)
}

fn main() {
    drop(price());
}
