use gambeson::cached;

#[cached(ttl = "5m", value = "users", sync = true)]
async fn user(id: u64) -> String {
    format!("{id}")
}

#[cached(ttl = "5m", cacheNames = "orders", keyGenerator = "byId", condition = "#id > 10")]
async fn order(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop((user(1), order(1)));
}
