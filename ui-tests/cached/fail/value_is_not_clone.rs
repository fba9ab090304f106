use gambeson::cached;

#[derive(serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[cached(ttl = "5m", strategy = write_through, key = "user:{user.id}", value = user)]
async fn save(user: User) -> Result<(), String> {
    drop(user);
    Ok(())
}

fn main() {}
