//! The forms of writers.

#![deny(warnings)]

use std::sync::Arc;

use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct User {
    id: u64,
    org: String,
}

#[derive(Clone)]
pub struct Db;

/// A batch, with what it needs beside.
#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(batch = 500, every = "20ms", name = "users", on_full = reject),
    key = "user:{user.org}/{user.id}",
    handle = Users
)]
pub async fn save(db: &Db, name: &str, batch: Vec<Change<User>>, shared: Arc<Db>) -> Result<(), String> {
    let _ = (db, name, shared, batch);
    Ok(())
}

#[gambeson::cached(ttl = never, strategy = write_behind(volatile), key = "log:{line}", handle = Lines)]
async fn log(line: String) {
    let _ = line;
}

#[gambeson::cached(ttl = "1m", strategy = write_behind, key = "one:{user.id}", handle = One)]
async fn one(change: Change<User>) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let _ = change;
    Ok(())
}

fn main() {
    drop(async {
        let _ = Users::start(Db, String::new(), Arc::new(Db)).await;
        let _ = Users::delete("org", 7_u64).await;
        let _ = Lines::put(String::new()).await;
        let _ = Lines::start().await;
        let _ = One::start().await;
        let _ = One::delete(7_u64).await;
    });
}
