use std::collections::HashMap;

use gambeson::cached;

#[cached(ttl = "5m", key = "row:{id}", batch(ids -> id))]
async fn rows(ids: impl IntoIterator<Item = u64>) -> HashMap<u64, u64> {
    ids.into_iter().map(|id| (id, id)).collect()
}

fn main() {}
