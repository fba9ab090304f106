use std::collections::HashMap;

use gambeson::cached;

#[cached(ttl = "5m", key = "row:{id}", keys_from_attr = "ids")]
async fn rows(ids: &[u64]) -> HashMap<u64, u64> {
    ids.iter().map(|&id| (id, id)).collect()
}

#[cached(ttl = "5m", key = "line:{id}", batch(ids -> id, max_batch_size = 100))]
async fn lines(ids: &[u64]) -> HashMap<u64, u64> {
    ids.iter().map(|&id| (id, id)).collect()
}

#[cached(ttl = "5m", key = "cell:{id}", batch_size = 50)]
async fn cells(ids: &[u64]) -> HashMap<u64, u64> {
    ids.iter().map(|&id| (id, id)).collect()
}

fn main() {}
