use gambeson::cached;

#[cached(ttl = "5m")]
async fn user(id: impl Into<u64>) -> String {
    id.into().to_string()
}

fn main() {
    drop(user(1_u64));
}
