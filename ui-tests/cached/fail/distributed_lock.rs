use gambeson::cached;

#[cached(ttl = "5m", distributed_lock = true)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
