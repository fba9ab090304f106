//! Every argument of a read that falls back on something, and lints that are denied.
#![deny(warnings, clippy::all, clippy::pedantic)]

use gambeson::{Rejected, cached};

#[derive(Clone)]
struct Db;

impl Db {
    async fn name(&self, id: u64) -> String {
        id.to_string()
    }
}

#[cached(ttl = "5m", strategy = refresh_ahead(at = "80%"), jitter = "5%", key = "a:{id}")]
async fn ahead(db: &Db, id: u64) -> String {
    db.name(id).await
}

#[cached(ttl = "5m", early = xfetch(beta = 1.5), reload = background, retry_after = "5s", key = "b:{id}")]
async fn early(_db: &Db, id: u64, #[cfg(any())] gone: u8) -> u64 {
    id
}

#[cached(
    ttl = "5m",
    stale_while_revalidate = "1m",
    stale_if_error = "6h",
    retry_after = "10s",
    soft_timeout = "100ms",
    hard_timeout = "2s",
    jitter = 0,
    key = "c:{id}"
)]
async fn all(db: &Db, id: u64) -> Result<String, Rejected> {
    Ok(db.name(id).await)
}

#[cached(ttl = "5m", strategy = refresh_ahead, reload = caller, key = "d:{id}")]
fn sync(id: u64) -> u64 {
    id
}

fn main() {
    drop((ahead(&Db, 1), early(&Db, 1), all(&Db, 1)));
    sync(1);
}
