use gambeson::cached;

#[cached(ttl = "0s")]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
