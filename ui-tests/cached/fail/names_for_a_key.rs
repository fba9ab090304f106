use gambeson::cached;

#[cached(ttl = "5m", prefix = "shop", convert = id.to_string())]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
