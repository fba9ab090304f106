#[gambeson::cached(ttl = "5m", strategy = refresh_ahed)]
async fn double(id: u64) -> u64 {
    id * 2
}

#[gambeson::cached(ttl = "5m", strategy = "refresh_ahead")]
async fn triple(id: u64) -> u64 {
    id * 3
}

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead(0.8))]
async fn quadruple(id: u64) -> u64 {
    id * 4
}

#[gambeson::cached(ttl = "5m", strategy = cache_aside(0.8))]
async fn quintuple(id: u64) -> u64 {
    id * 5
}

fn main() {}
