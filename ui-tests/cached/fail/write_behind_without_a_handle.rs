use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "user:{user.id}")]
async fn save(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

fn main() {}
