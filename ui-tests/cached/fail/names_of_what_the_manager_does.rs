use gambeson::cached;

#[cached(ttl = "5m", size = 100, redis = true, create = make())]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
