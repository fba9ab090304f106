#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "user:{user.id}", handle = Users)]
async fn save(users: Vec<User>) -> Result<(), String> {
    drop(users);
    Ok(())
}

fn main() {}
