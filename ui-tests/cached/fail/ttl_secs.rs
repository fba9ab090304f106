use gambeson::cached;

#[cached(ttl_secs = 60)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
