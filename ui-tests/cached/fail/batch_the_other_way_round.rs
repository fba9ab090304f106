use std::collections::HashMap;

use gambeson::cached;

#[cached(ttl = "5m", key = "row:{id}", batch(id -> ids))]
async fn rows(ids: &[u64]) -> HashMap<u64, u64> {
    ids.iter().map(|&id| (id, id)).collect()
}

fn main() {}
