//! Write-behind: changes are durable at once and written later, a batch at a time.
//!
//! Without Redis they are kept in a local log; `.redis("redis://localhost")` keeps them there.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{Change, Op};

#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Page {
    path: String,
    visits: u64,
}

/// How many rows were written, where 1,001 changes were put.
static WRITES: AtomicUsize = AtomicUsize::new(0);

/// What stands for a database.
type Table = Arc<Mutex<BTreeMap<String, u64>>>;

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(batch = 100, every = "50ms", name = "pages"),
    key = "page:{page.path}",
    handle = Pages
)]
async fn save(table: Table, batch: Vec<Change<Page>>) -> Result<(), std::io::Error> {
    WRITES.fetch_add(batch.len(), Ordering::Relaxed);
    let mut table = table
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    for change in batch {
        let path = change.parts().first().cloned().unwrap_or_default();
        match change.into_op() {
            Op::Put(page) => table.insert(path, page.visits),
            Op::Delete => table.remove(&path),
        };
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let log = std::env::temp_dir().join(format!("gambeson-pages-{}.redb", std::process::id()));
    let cache = CacheManager::builder().queue_log(&log).build().await?;
    cache.install();
    let table = Table::default();
    let writer = Pages::start(Arc::clone(&table)).await?;

    for visits in 1..=1_000 {
        let path = format!("/{}", visits % 3);
        Pages::put(Page { path, visits }).await?;
    }
    Pages::delete("/2").await?;
    println!("queued: {:?}", Pages::depth().await?);
    println!("in the cache: {:?}", cache.get::<Page>("page:%2F1").await);

    let all = writer.shutdown(Duration::from_secs(10)).await;
    println!(
        "all written: {all}, by {WRITES:?} writes; the table: {:?}",
        table.lock()
    );
    drop(cache);
    std::fs::remove_file(log)?;
    Ok(())
}
