use gambeson::cached;

#[cached(ttl = "5m", key = "first:{words}")]
async fn first(words: &str) -> &str {
    words.split(' ').next().unwrap_or_default()
}

fn main() {
    drop(first("a b"));
}
