use gambeson::{cached, fallback};

#[cached(ttl = "5m", stale_if_error = "6h", cache_if = |name: &String| !name.is_empty())]
#[fallback(String::new())]
async fn name(id: u64) -> Result<String, std::num::ParseIntError> {
    Ok(id.to_string())
}

fn main() {}
