use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "user:{user.id}", handle = Users)]
async fn save(batch: &[Change<User>]) -> Result<(), String> {
    let _ = batch;
    Ok(())
}

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "user:{user.id}", handle = One)]
async fn save_one(change: &Change<User>) -> Result<(), String> {
    let _ = change;
    Ok(())
}

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "user:{id}", handle = Values)]
async fn save_value(user: User) -> Result<(), String> {
    let _ = user;
    Ok(())
}

fn main() {}
