use gambeson::{cached, invalidate};

#[invalidate(key = "users")]
#[cached(tll = "5m", key = "user:{id}")]
#[tokio::main(flavor = "current_thread")]
async fn rename(id: u64) -> Result<String, String> {
    Ok(id.to_string())
}

fn main() {
    drop(rename(1));
}
