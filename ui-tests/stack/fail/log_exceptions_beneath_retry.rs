use gambeson::{Rejected, retry, log_exceptions};

#[retry(3)]
#[log_exceptions(reraise = false)]
async fn price(id: u32) -> Result<u32, Rejected> {
    Ok(id)
}

fn main() {
    drop(price(1));
}
