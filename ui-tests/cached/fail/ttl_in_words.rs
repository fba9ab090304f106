use gambeson::cached;

#[cached(ttl = "5 minutes")]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
