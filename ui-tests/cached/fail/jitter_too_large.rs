//! An entry lives for some time.

#[gambeson::cached(ttl = "5m", jitter = 0.9)]
async fn large(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = "5m", jitter = 10)]
async fn percent(id: u64) -> u64 {
    id
}

fn main() {}
