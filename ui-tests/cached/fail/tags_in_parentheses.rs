use gambeson::cached;

#[cached(ttl = "5m", key = "user:{id}", tags("users", "user:{id}"))]
async fn user(id: u64) -> u64 {
    id
}

fn main() {
    drop(user(1));
}
