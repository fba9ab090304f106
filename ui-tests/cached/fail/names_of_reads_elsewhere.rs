use gambeson::{Rejected, cached};

#[cached(
    expireAfterWrite = "5m",
    refreshAfterWrite = "4m",
    failSafeMaxDuration = "6h",
    factoryHardTimeout = "2s",
    jitter_max_duration = "10s"
)]
async fn user(id: u64) -> Result<String, Rejected> {
    Ok(format!("{id}"))
}

#[cached(ttl = "5m", swr = "30s", expire_after_access = "1m")]
async fn page(id: u64) -> String {
    format!("{id}")
}

fn main() {
    drop((user(1), page(1)));
}
