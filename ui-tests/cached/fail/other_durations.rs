use gambeson::cached;

#[cached(
    ttl = "5m",
    memory_ttl = 30,
    negative_ttl = "10 seconds",
    error_ttl = "0s",
    wait = "5x",
)]
async fn user(id: u64) -> Result<Option<String>, String> {
    Ok(Some(format!("{id}")))
}

fn main() {
    drop(user(1));
}
