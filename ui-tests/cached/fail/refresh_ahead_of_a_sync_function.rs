//! A sync function has nobody who could reload it but its callers.

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead)]
fn double(id: u64) -> u64 {
    id * 2
}

#[gambeson::cached(ttl = "5m", stale_if_error = "1h", soft_timeout = "1s", hard_timeout = "2s")]
fn triple(id: u64) -> u64 {
    id * 3
}

fn main() {}
