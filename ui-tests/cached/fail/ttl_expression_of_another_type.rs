use gambeson::cached;

const TTL: u64 = 300;

#[cached(ttl = TTL)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
