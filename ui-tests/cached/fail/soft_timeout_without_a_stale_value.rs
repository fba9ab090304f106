//! A soft time-out needs something to answer with, and comes before the hard one.

#[gambeson::cached(ttl = "5m", soft_timeout = "100ms")]
async fn nothing(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = "5m", stale_if_error = "1h", soft_timeout = "2s", hard_timeout = "1s")]
async fn longer(id: u64) -> Result<u64, gambeson::Rejected> {
    Ok(id)
}

fn main() {}
