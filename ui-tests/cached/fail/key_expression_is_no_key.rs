use gambeson::cached;

#[cached(ttl = "5m", key = id as f64)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
