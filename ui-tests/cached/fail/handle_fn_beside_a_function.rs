use gambeson::cached;

#[cached(ttl = "5m", handle = fn user_cache)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
