use gambeson::{cached, invalidate};

#[invalidate(key = "user:{id}")]
#[cached(ttl = "5m", key = "user:{id}")]
async fn rename(id: u64) -> Result<String, String> {
    Ok(id.to_string())
}

fn main() {
    drop(rename(1));
}
