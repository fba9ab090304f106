use gambeson::cached;

#[cached(ttl = "5m", key = "user:{usr_id}")]
async fn user(user_id: u64) -> String {
    format!("{user_id}")
}

fn main() {
    drop(user(1));
}
