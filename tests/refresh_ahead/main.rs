//! Entries that are loaded again before their end: by whom, how often, and what callers see.

mod background;
mod caller;
mod forms;
mod hostile;
mod two_processes;
mod xfetch;

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::test::ManualClock;
use gambeson_tests::Source;

/// What a shop answers.
#[derive(Debug, Clone, Default)]
struct Shop {
    source: Source,
    mood: Arc<AtomicU8>,
}

const FAILING: u8 = 1;
const PANICKING: u8 = 2;

impl Shop {
    fn new(value: u64) -> Self {
        Self {
            source: Source::new(value),
            mood: Arc::default(),
        }
    }

    fn is(&self, mood: u8) {
        self.mood.store(mood, Ordering::SeqCst);
    }

    async fn price(&self) -> Result<u64, String> {
        let price = self.source.read().await;
        match self.mood.load(Ordering::SeqCst) {
            FAILING => Err("closed".to_owned()),
            PANICKING => panic!("on fire"),
            _ => Ok(price),
        }
    }
}

/// A manager in memory, and its time.
async fn manager() -> (CacheManager, ManualClock) {
    let clock = ManualClock::new();
    let cache = CacheManager::builder().clock(clock.clone()).build().await;
    (cache.expect("a manager in memory"), clock)
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn reloads(cache: &CacheManager) -> (u64, u64) {
    let total = cache.stats().total;
    (total.reloads, total.reloads_failed)
}
