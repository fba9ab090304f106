use gambeson::cached;

#[cached(ttl = "5m", unless = |name| name.is_empty())]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
