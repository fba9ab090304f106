use gambeson::{cached, invalidate};

#[invalidate(tags = ["org:{id}"])]
#[cached(ttl = "5m", key = "user:{id}", tags = ["org:{id}"])]
async fn user(id: u64) -> u64 {
    id
}

fn main() {
    drop(user(1));
}
