//! What is taken along has one name.

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead, key = "sum:{a}:{b}")]
async fn sum((a, b): (u64, u64)) -> u64 {
    a + b
}

fn main() {}
