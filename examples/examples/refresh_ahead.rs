//! A slow query that nobody waits for: it is loaded again before its end, and answers beyond it while
//! the database is away.
//!
//! ```text
//! cargo run -p gambeson-examples --example refresh_ahead
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use gambeson::cache::How;
use gambeson::{CacheManager, Rejected, cached};
use tokio::time::sleep;

/// A database that takes its time, and sometimes has none.
#[derive(Clone, Default)]
struct Db(Arc<AtomicU64>);

impl Db {
    async fn report(&self, month: u32) -> Result<String, Rejected> {
        sleep(Duration::from_millis(200)).await;
        let run = self.0.fetch_add(1, Ordering::Relaxed);
        Ok(format!("month {month}, run {run}"))
    }

    /// It does not answer for a while.
    async fn hang(&self) {
        if self.0.load(Ordering::Relaxed) >= 2 {
            sleep(Duration::from_secs(60)).await;
        }
    }
}

#[cached(
    ttl = "1s",
    strategy = refresh_ahead(at = 0.5),
    stale_if_error = "1h",
    hard_timeout = "500ms",
    key = "report:{month}",
    handle = Report
)]
async fn report(db: &Db, month: u32) -> Result<String, Rejected> {
    db.hang().await;
    db.report(month).await
}

#[tokio::main]
async fn main() -> Result<(), Rejected> {
    let db = Db::default();
    let begun = Instant::now();
    println!(
        "cold: {} after {:?}",
        report(&db, 7).await?,
        begun.elapsed()
    );

    sleep(Duration::from_millis(700)).await;
    let begun = Instant::now();
    println!(
        "due:  {} after {:?}",
        report(&db, 7).await?,
        begun.elapsed()
    );

    // The reload has been stored, and nobody has waited for it.
    sleep(Duration::from_millis(400)).await;
    println!("then: {}", report(&db, 7).await?);

    // The database hangs, and the entry's time has ended.
    sleep(Duration::from_millis(1_100)).await;
    let traced = Report::traced(&db, 7).await;
    assert_eq!(traced.how, How::Stale);
    println!("late: {} ({:?})", traced.value?, traced.how);

    let total = CacheManager::installed().stats().total;
    println!("{} reload, {} failed", total.reloads, total.reloads_failed);
    Ok(())
}
