//! The reload outlives the call, so what the body borrows is cloned for it.

struct Db;

impl Db {
    async fn name(&self, id: u64) -> String {
        id.to_string()
    }
}

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead, key = "user:{id}")]
async fn user(db: &Db, id: u64) -> String {
    db.name(id).await
}

fn main() {}
