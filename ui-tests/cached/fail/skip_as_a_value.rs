use gambeson::cached;

struct Db;

#[cached(ttl = "5m", skip = db)]
async fn user(db: &Db, id: u64) -> String {
    let _ = db;
    format!("{id}")
}

fn main() {
    drop(user(&Db, 1));
}
