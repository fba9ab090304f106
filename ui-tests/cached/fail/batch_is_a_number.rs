use std::collections::HashMap;

#[gambeson::cached(ttl = "5m", key = "row:{id}", batch = 100)]
async fn rows(ids: &[u64]) -> HashMap<u64, u64> {
    ids.iter().map(|id| (*id, *id)).collect()
}

#[gambeson::cached(ttl = "5m", key = "row:{id}", batch)]
async fn others(ids: &[u64]) -> HashMap<u64, u64> {
    ids.iter().map(|id| (*id, *id)).collect()
}

fn main() {}
