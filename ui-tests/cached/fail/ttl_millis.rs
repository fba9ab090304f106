use gambeson::cached;

#[cached(ttl_millis = 500)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
