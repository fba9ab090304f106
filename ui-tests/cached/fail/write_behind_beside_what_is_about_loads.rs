use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[gambeson::cached(
    ttl = |user: &User| std::time::Duration::from_secs(user.id),
    negative_ttl = "10s",
    cache_if = |user| true,
    tags = ["users"],
    strategy = write_behind,
    key = "user:{user.id}",
    handle = Users
)]
async fn save(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

fn main() {}
