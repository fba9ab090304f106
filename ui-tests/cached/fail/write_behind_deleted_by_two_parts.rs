#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    org: u32,
    id: u64,
}

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "user:{user.org}:{user.id}", handle = Users)]
async fn save(user: User) -> Result<(), String> {
    if user.id == 0 { Err(String::new()) } else { Ok(()) }
}

async fn remove() -> Result<(), gambeson::write_behind::PutError> {
    Users::delete(7_u32, 42_u64).await?;
    Ok(())
}

fn main() {}
