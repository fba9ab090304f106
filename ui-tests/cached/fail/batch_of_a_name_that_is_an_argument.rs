use std::collections::HashMap;

use gambeson::cached;

#[cached(ttl = "5m", key = "row:{tenant}", batch(ids -> tenant))]
async fn rows(tenant: u32, ids: &[u64]) -> HashMap<u64, u64> {
    drop(tenant);
    ids.iter().map(|&id| (id, id)).collect()
}

fn main() {}
