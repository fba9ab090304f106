use gambeson::cached;

#[cached(ttl = "999999999999999d")]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
