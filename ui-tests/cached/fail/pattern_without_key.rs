use gambeson::cached;

#[cached(ttl = "5m")]
async fn between((from, to): (u64, u64)) -> u64 {
    to - from
}

fn main() {
    drop(between((1, 2)));
}
