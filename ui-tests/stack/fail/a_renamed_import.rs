use gambeson::{cached as remember, invalidate as forget};

#[remember(ttl = 300)]
#[forget(key = "users")]
async fn rename(id: u64) -> Result<String, String> {
    Ok(id.to_string())
}

fn main() {
    drop(rename(1));
}
