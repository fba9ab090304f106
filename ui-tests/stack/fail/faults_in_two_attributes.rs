use gambeson::{cached, invalidate};

#[cached(tll = "5m")]
#[invalidate(kye = "users")]
async fn rename(id: u64) -> Result<String, String> {
    Ok(id.to_string())
}

fn main() {
    drop(rename(1));
}
