use gambeson::{fallback, log_exceptions};

#[fallback(0)]
#[log_exceptions(reraise = false)]
async fn price() -> Result<u32, gambeson::Rejected> {
    Ok(399)
}

fn main() {
    drop(price());
}
