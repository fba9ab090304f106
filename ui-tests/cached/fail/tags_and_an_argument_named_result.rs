use gambeson::cached;

#[cached(ttl = "5m", key = "user:{result}", tags = ["org:{result.org}"])]
async fn user(result: u64) -> u64 {
    result
}

fn main() {
    drop(user(1));
}
