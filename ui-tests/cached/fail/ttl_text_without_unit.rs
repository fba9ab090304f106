use gambeson::cached;

#[cached(ttl = "300")]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
