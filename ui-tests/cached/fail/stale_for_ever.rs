//! What has no end is never stale.

#[gambeson::cached(ttl = never, stale_if_error = "6h", jitter = 0.1)]
async fn stale(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = never, strategy = refresh_ahead)]
async fn ahead(id: u64) -> u64 {
    id
}

fn main() {}
