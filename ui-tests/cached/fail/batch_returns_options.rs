use std::collections::HashMap;

use gambeson::cached;

#[cached(ttl = "5m", key = "row:{id}", batch(ids -> id))]
async fn rows(ids: &[u64]) -> Result<HashMap<u64, Option<String>>, std::fmt::Error> {
    Ok(ids.iter().map(|&id| (id, None)).collect())
}

fn main() {}
