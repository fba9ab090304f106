use gambeson::cached;

struct Db;

#[cached(ttl = "5m", key = "user:{id}")]
async fn user(db: &Db, id: u64, _: u8, (): ()) -> String {
    let _ = db;
    id.to_string()
}

fn main() {
    drop(user(&Db, 1, 2, ()));
}
