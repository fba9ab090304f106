use gambeson::{cached, invalidate};

#[cached(ttl = "5m", key = "user:{id}")]
#[invalidate(key = "users")]
async fn rename(id: u64) -> Result<String, String> {
    Ok(id.to_string())
}

fn main() {
    drop(rename(1));
}
