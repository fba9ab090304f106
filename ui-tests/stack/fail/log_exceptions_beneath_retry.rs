use gambeson::{retry, log_exceptions};

#[retry(3)]
#[log_exceptions(reraise = false)]
async fn price() -> Result<u32, gambeson::Rejected> {
    Ok(399)
}

fn main() {
    drop(price());
}
