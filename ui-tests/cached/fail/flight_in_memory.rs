use gambeson::cached;

#[cached(ttl = "5m", tier = memory, flight = cluster)]
async fn user(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop(user(1));
}
