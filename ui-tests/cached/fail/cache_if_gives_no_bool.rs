use gambeson::cached;

#[cached(ttl = "5m", cache_if = |name| name.len())]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
