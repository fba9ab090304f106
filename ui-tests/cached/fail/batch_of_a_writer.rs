use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind,
    batch = 100,
    key = "user:{user.id}",
    handle = Users
)]
async fn save(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

#[gambeson::cached(
    ttl = "10m",
    strategy = write_through,
    batch(users -> user),
    key = "user:{user.id}"
)]
async fn write(user: User) -> Result<User, String> {
    Ok(user)
}

fn main() {}
