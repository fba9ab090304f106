use std::collections::HashMap;

use gambeson::cached;

struct Db(String);

fn consume(db: Db) {
    drop(db.0);
}

#[cached(ttl = "5m", key = "row:{id}", batch(ids -> id))]
async fn rows(db: Db, ids: &[u64]) -> HashMap<u64, u64> {
    consume(db);
    ids.iter().map(|&id| (id, id)).collect()
}

fn main() {}
