use gambeson::cached;

#[cached(ttl = "5m", key = "user:{user_id}")]
async fn user(user_idd: u64) -> String {
    format!("{user_idd}")
}

fn main() {
    drop(user(1));
}
