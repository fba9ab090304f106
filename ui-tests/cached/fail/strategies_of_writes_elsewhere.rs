use gambeson::cached;

#[cached(ttl = "5m", strategy = write_around)]
async fn a(id: u64) -> u64 {
    id
}

#[cached(ttl = "5m", strategy = WriteBack)]
async fn b(id: u64) -> u64 {
    id
}

fn main() {
    drop((a(1), b(1)));
}
