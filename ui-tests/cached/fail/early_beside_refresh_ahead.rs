//! Two ways to say when an entry is loaded again.

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead, early = xfetch)]
async fn both(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = "5m", early = xfetch(beta = 0))]
async fn never_early(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = "5m", early = "xfetch")]
async fn quoted(id: u64) -> u64 {
    id
}

fn main() {}
