use gambeson::cached;

struct DbError;

#[cached(ttl = "5m", error_ttl = "2s")]
async fn user(id: u64) -> Result<String, DbError> {
    if id == 0 { Err(DbError) } else { Ok(id.to_string()) }
}

fn main() {
    drop(user(1));
}
