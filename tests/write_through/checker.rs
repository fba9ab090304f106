//! Writers, readers, failures, dropped calls and evictions at random: no strict reader is given what is
//! older than a write that was acknowledged before.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::future::join_all;
use gambeson::{CacheManager, cached};
use gambeson_tests::Tiers;

const KEYS: u32 = 3;
const OPERATIONS: u64 = 300;

/// A row of the user's store for each key, and the newest write of it that was acknowledged.
#[derive(Default)]
struct Rows {
    numbers: AtomicU64,
    stored: [AtomicU64; KEYS as usize],
    acknowledged: [AtomicU64; KEYS as usize],
}

impl Rows {
    fn row(&self, key: u64) -> &AtomicU64 {
        &self.stored[usize::try_from(key).expect("few keys")]
    }

    fn acknowledged(&self, key: u64) -> &AtomicU64 {
        &self.acknowledged[usize::try_from(key).expect("few keys")]
    }
}

async fn pause(mut steps: u64) {
    while steps > 0 {
        steps -= 1;
        tokio::task::yield_now().await;
    }
}

#[cached(ttl = "10m", read = strict, key = "row:{key}", cache = cache, skip(steps))]
async fn read(cache: &CacheManager, rows: &Rows, key: u64, steps: u64) -> u64 {
    let row = rows.row(key).load(Ordering::SeqCst);
    pause(steps).await;
    row
}

#[cached(ttl = "10m", tier = redis, strategy = write_through, key = "row:{key}", cache = cache)]
async fn write(cache: &CacheManager, rows: &Rows, key: u64, steps: u64) -> Result<u64, ()> {
    pause(steps % 5).await;
    if steps.is_multiple_of(7) {
        return Err(());
    }
    // As a transaction would: the number and the row in one step, so that rows only grow.
    let number = rows.numbers.fetch_add(1, Ordering::SeqCst) + 1;
    rows.row(key).fetch_max(number, Ordering::SeqCst);
    pause(steps).await;
    // Another write may have been faster, and the row is what the store has.
    Ok(number)
}

/// The next number of a small generator.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

async fn work(cache: CacheManager, rows: Arc<Rows>, seed: u64) -> u64 {
    let mut state = seed;
    let mut hits = 0;
    for _ in 0..OPERATIONS {
        let (key, steps) = (next(&mut state) % u64::from(KEYS), next(&mut state) % 11);
        match next(&mut state) % 20 {
            0 | 1 => {
                if let Ok(number) = write(&cache, &rows, key, steps).await {
                    rows.acknowledged(key).fetch_max(number, Ordering::SeqCst);
                }
            }
            2 => {
                let write = write(&cache, &rows, key, steps);
                // Dropped wherever it has come to.
                tokio::select! {
                    biased;
                    _ = write => {}
                    () = pause(steps) => {}
                }
            }
            3 => drop(cache.delete(format!("row:{key}")).await),
            _ => {
                let before = rows.acknowledged(key).load(Ordering::SeqCst);
                let found = read(&cache, &rows, key, steps).await;
                assert!(found >= before, "{found} is older than {before}");
                hits += 1;
            }
        }
    }
    hits
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_what_is_older_than_a_write_that_was_acknowledged() {
    let mut tiers = Tiers::redis();
    let rows = Arc::new(Rows::default());
    let mut tasks = Vec::new();
    for seed in 1..=3 {
        let cache = tiers.manager().await;
        for task in 0..3 {
            let seed = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed * 3 + task);
            tasks.push(tokio::spawn(work(cache.clone(), rows.clone(), seed)));
        }
    }
    let mut evicted = 0_u64;
    while tasks.iter().any(|task| !task.is_finished()) {
        let key = format!("t:row:{}", evicted % u64::from(KEYS));
        tiers.server().command(&["DEL", &key]);
        evicted += 1;
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    for worked in join_all(tasks).await {
        worked.expect("nothing old was read");
    }
}
