use gambeson::cached;

#[cached(ttl = "5m", strategy = read_through)]
async fn a(id: u64) -> u64 {
    id
}

#[cached(ttl = "5m", strategy = "stale-while-revalidate")]
async fn b(id: u64) -> u64 {
    id
}

#[cached(ttl = "5m", strategy = RefreshAfterWrite)]
async fn c(id: u64) -> u64 {
    id
}

fn main() {
    drop((a(1), b(1), c(1)));
}
