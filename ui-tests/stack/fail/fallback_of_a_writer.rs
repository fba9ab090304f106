use gambeson::write_behind::Change;
use gambeson::{cached, fallback, log_exceptions};

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[fallback(())]
#[cached(ttl = "10m", strategy = write_behind, key = "user:{user.id}", handle = Users)]
async fn save(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

#[cached(ttl = "10m", strategy = write_behind, key = "user:{user.id}", handle = Others)]
#[log_exceptions(reraise = false, default = ())]
async fn save_others(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

fn main() {}
