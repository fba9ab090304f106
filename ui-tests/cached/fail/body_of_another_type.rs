use gambeson::cached;

#[cached(ttl = "5m")]
async fn user(id: u64) -> u32 {
    id
}

fn main() {
    drop(user(1));
}
