use gambeson::cached;

#[cached(ttl = "never")]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
