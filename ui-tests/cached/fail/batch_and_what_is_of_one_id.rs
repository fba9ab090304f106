use std::collections::HashMap;

use gambeson::cached;

#[cached(
    ttl = "5m",
    key = "row:{id}",
    batch(ids -> id),
    error_ttl = "2s",
    strategy = refresh_ahead,
    tags = ["row"],
    read = strict,
    stale_if_error = "6h"
)]
async fn rows(ids: &[u64]) -> Result<HashMap<u64, u64>, std::fmt::Error> {
    Ok(ids.iter().map(|&id| (id, id)).collect())
}

fn main() {}
