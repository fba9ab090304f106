//! What is done all the time: reads, changes, invalidations, and failures of what is loaded from.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use gambeson::CacheManager;
use gambeson_tests::strategies::{Store, WAYS, World, invalidate, read, write_through};

/// A call that has not answered by then never does.
const HANGS: Duration = Duration::from_secs(20);
/// Between two calls of one task, so that the run is as long as its clock says and not as long as its queues.
const PAUSE: Duration = Duration::from_millis(2);

#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) calls: AtomicU64,
    /// Reads that were answered by the error of their load.
    pub(crate) failed: AtomicU64,
    pub(crate) puts: AtomicU64,
    /// Puts whose queue was away.
    pub(crate) refused: AtomicU64,
    pub(crate) hung: AtomicU64,
    /// Reads of what never was.
    pub(crate) wrong: AtomicU64,
}

impl Counts {
    pub(crate) fn is_right(&self) -> bool {
        self.hung.load(Ordering::Relaxed) == 0 && self.wrong.load(Ordering::Relaxed) == 0
    }
}

/// One task of one process. It is alone with the keys that it puts.
pub(crate) struct Task {
    pub(crate) number: u64,
    pub(crate) cache: CacheManager,
    pub(crate) world: World,
    pub(crate) store: Store,
    pub(crate) counts: Arc<Counts>,
    pub(crate) done: Arc<AtomicBool>,
}

impl Task {
    pub(crate) async fn run(self) {
        let mut random = 0x9e37_79b9_7f4a_7c15 ^ (self.number << 20);
        let mut below = move |limit: u64| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random % limit
        };
        let mut versions = 0;
        while !self.done.load(Ordering::Acquire) {
            let key = below(self.world.keys());
            match below(40) {
                0 => self.change(key).await,
                1 => self.write(key).await,
                2..=4 => {
                    versions += 1;
                    let queue = if below(2) == 0 { "stream" } else { "local" };
                    let own = self.number * 100 + below(100);
                    self.put(queue, own, versions).await;
                }
                way => {
                    let way = WAYS[usize::try_from(way).unwrap_or(0) % WAYS.len()];
                    self.read(way, key).await;
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn read(&self, way: &str, key: u64) {
        match self
            .answered(read(&self.cache, &self.world, way, key))
            .await
        {
            Some(Ok(value)) if (1..=self.world.version(key)).contains(&value) => {}
            Some(Ok(_)) => count(&self.counts.wrong),
            Some(Err(_)) => count(&self.counts.failed),
            None => {}
        }
    }

    async fn change(&self, key: u64) {
        let _ = self.world.change(key);
        if let Some(Err(_)) = self.answered(invalidate(&self.cache, key)).await {
            count(&self.counts.wrong);
        }
    }

    async fn write(&self, key: u64) {
        if let Some(Err(_)) = self
            .answered(write_through(&self.cache, &self.world, key))
            .await
        {
            count(&self.counts.wrong);
        }
    }

    async fn put(&self, queue: &'static str, key: u64, version: u64) {
        count(&self.counts.puts);
        let put = self.store.put(&self.cache, queue, key, version);
        if let Some(Err(_)) = self.answered(put).await {
            count(&self.counts.refused);
        }
    }

    async fn answered<T>(&self, call: impl Future<Output = T>) -> Option<T> {
        count(&self.counts.calls);
        let answer = tokio::time::timeout(HANGS, call).await.ok();
        if answer.is_none() {
            count(&self.counts.hung);
        }
        answer
    }
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
