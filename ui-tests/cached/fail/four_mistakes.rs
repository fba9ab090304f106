use gambeson::cached;

#[cached(tll = "5m", strategy = "cache_aside", memory_ttl = "30 secs", version = two)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
