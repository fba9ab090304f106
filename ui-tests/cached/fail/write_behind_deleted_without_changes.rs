#![allow(unused_variables)]

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "user:{user.id}", handle = Users)]
async fn save(user: User) -> Result<(), String> {
    Ok(())
}

async fn remove() {
    let _ = Users::delete(7_u64).await;
}

fn main() {}
