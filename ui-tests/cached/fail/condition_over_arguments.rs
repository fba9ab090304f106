use gambeson::cached;

#[cached(ttl = "5m", condition = id > 10)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
