use gambeson::cached;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    weight: f64,
}

#[cached(ttl = "5m", key = "user:{id}", tags = ["weight:{result.weight}"])]
async fn user(id: u64) -> User {
    User { weight: id as f64 }
}

fn main() {
    drop(user(1));
}
