use gambeson::cached;

#[cached(ttl = "5m", tier = local)]
async fn a(id: u64) -> u64 {
    id
}

#[cached(ttl = "5m", strategy = refresh_ahead, reload = sync)]
async fn b(id: u64) -> u64 {
    id
}

fn main() {
    drop((a(1), b(1)));
}
