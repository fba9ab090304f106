use gambeson::cached;

#[cached(ttl = "5m", sync_writes = true, result = true, refresh_threshold = 0.8)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
