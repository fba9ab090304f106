use std::collections::HashMap;

use gambeson::{CacheCtx, cached};

#[cached(ttl = "5m", key = "row:{id}", batch(ids -> id))]
async fn rows(ctx: CacheCtx, ids: &[u64]) -> HashMap<u64, u64> {
    drop(ctx);
    ids.iter().map(|id| (*id, *id)).collect()
}

fn main() {}
