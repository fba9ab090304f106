use std::collections::HashMap;

use gambeson::cached;

#[cached(ttl = "5m", key = "row:{id}", batch(ids -> id))]
async fn rows(ids: &[u32]) -> HashMap<u64, u64> {
    ids.iter().map(|&id| (u64::from(id), 1)).collect()
}

fn main() {}
