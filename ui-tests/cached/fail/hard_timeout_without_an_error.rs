//! A load that is given up becomes the function's error.

#[gambeson::cached(ttl = "5m", hard_timeout = "2s")]
async fn number(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = "5m", hard_timeout = "2s")]
async fn text(id: u64) -> Result<u64, std::fmt::Error> {
    Ok(id)
}

fn main() {}
