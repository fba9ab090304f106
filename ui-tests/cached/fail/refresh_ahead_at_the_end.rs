//! Where a reload is due.

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead(at = 1.0))]
async fn late(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead(at = 80))]
async fn percent(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead(after = 0.8))]
async fn unknown(id: u64) -> u64 {
    id
}

fn main() {}
