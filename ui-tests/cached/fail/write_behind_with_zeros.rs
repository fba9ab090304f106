use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(batch = 0, every = "0ms", max = 0, attempts = 0, partitions = 0),
    key = "user:{user.id}",
    handle = Users
)]
async fn save(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

fn main() {}
