use gambeson::cached;

#[cached(ttl = "5m", strategy = refresh_ahead(at = 0.8))]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
