use gambeson::cached;

#[cached(ttl = "5m", key = "user:{id}", tags = ["org:{id}"], strategy = write_through)]
async fn user(id: u64) -> u64 {
    id
}

fn main() {
    drop(user(1));
}
