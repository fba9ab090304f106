use gambeson::cached;

#[cached(ttl = "5m", read = strict, memory_ttl = "30s")]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
