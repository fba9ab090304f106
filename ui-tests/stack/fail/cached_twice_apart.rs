use gambeson::{cached, invalidate};

#[cached(ttl = "5m", key = "user:{id}")]
#[allow(clippy::unused_async)]
#[invalidate(key = "users", allow(order))]
#[cached(ttl = "10m")]
async fn rename(id: u64) -> Result<String, String> {
    Ok(id.to_string())
}

fn main() {
    drop(rename(1));
}
