use std::collections::HashMap;

use gambeson::cached;

struct Repo;

impl Repo {
    #[cached(ttl = "5m", key = "row:{id}", batch(ids -> id), skip(self), handle = fn row_cache)]
    async fn rows(&self, ids: &[u64]) -> HashMap<u64, u64> {
        ids.iter().map(|&id| (id, id)).collect()
    }
}

fn main() {}
