use gambeson::cached;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

struct Db;

#[cached(ttl = "5m", strategy = write_through, value = user)]
async fn save(db: &Db, user: &User) -> Result<(), String> {
    let _ = (db, user.id);
    Ok(())
}

fn main() {}
