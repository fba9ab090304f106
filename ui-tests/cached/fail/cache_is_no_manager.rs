use gambeson::cached;

fn manager() -> String {
    String::new()
}

#[cached(ttl = "5m", cache = manager())]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
