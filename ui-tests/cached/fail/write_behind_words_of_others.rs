use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(batch_size = 500, interval = "5ms", retries = 3, on_full = block, dead = "keep"),
    key = "user:{user.id}",
    handle = Users
)]
async fn save(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

fn main() {}
