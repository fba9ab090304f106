use gambeson::cached;

#[cached(ttl = "5m", key = "user:{id}", tag = "org:{id}")]
async fn user(id: u64) -> u64 {
    id
}

#[cached(ttl = "5m", key = "page:{id}", references = ["pages", "page:{id}"])]
async fn page(id: u64) -> u64 {
    id
}

fn main() {
    drop((user(1), page(1)));
}
