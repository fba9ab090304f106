//! All strategies at once, over one truth: what a soak and the drills of outages run.

mod behind;
mod functions;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use gambeson::{CacheManager, Rejected};

pub use behind::Store;
pub use functions::{invalidate, read, write_through};

/// The ways to read a key.
pub const WAYS: [&str; 7] = [
    "ahead", "stale", "single", "batch", "cluster", "strict", "tagged",
];

/// What is really there: a version for each key. Cheap to clone.
#[derive(Debug, Clone)]
pub struct World(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    versions: Vec<AtomicU64>,
    failing: AtomicBool,
    loads: AtomicU64,
    lives: Duration,
}

impl World {
    /// So many keys, whose entries live for two seconds.
    #[must_use]
    pub fn new(keys: u64) -> Self {
        Self::with_lives(keys, Duration::from_secs(2))
    }

    /// So many keys, whose entries live for so long.
    #[must_use]
    pub fn with_lives(keys: u64, lives: Duration) -> Self {
        Self(Arc::new(Inner {
            lives,
            versions: (0..keys).map(|_| AtomicU64::new(1)).collect(),
            failing: AtomicBool::new(false),
            loads: AtomicU64::new(0),
        }))
    }

    /// How many keys there are.
    #[must_use]
    pub fn keys(&self) -> u64 {
        u64::try_from(self.0.versions.len()).unwrap_or(u64::MAX)
    }

    /// How long its entries live.
    #[must_use]
    pub fn lives(&self) -> Duration {
        self.0.lives
    }

    /// How often something was loaded.
    #[must_use]
    pub fn loads(&self) -> u64 {
        self.0.loads.load(Ordering::Relaxed)
    }

    /// The version of a key.
    ///
    /// # Panics
    ///
    /// When there is no such key.
    #[must_use]
    pub fn version(&self, key: u64) -> u64 {
        self.cell(key).load(Ordering::SeqCst)
    }

    /// Changes a key, and gives its version.
    ///
    /// # Panics
    ///
    /// When there is no such key.
    #[must_use]
    pub fn change(&self, key: u64) -> u64 {
        self.cell(key).fetch_add(1, Ordering::SeqCst) + 1
    }

    /// From now on loads fail, or no longer.
    pub fn fail(&self, failing: bool) {
        self.0.failing.store(failing, Ordering::SeqCst);
    }

    fn cell(&self, key: u64) -> &AtomicU64 {
        let place = usize::try_from(key).expect("keys are small numbers");
        &self.0.versions[place]
    }

    async fn load(&self, key: u64) -> Result<u64, Away> {
        self.0.loads.fetch_add(1, Ordering::Relaxed);
        let version = self.version(key);
        // Others come in between.
        tokio::task::yield_now().await;
        if self.0.failing.load(Ordering::SeqCst) {
            return Err(Away("the world fails".to_owned()));
        }
        Ok(version)
    }
}

/// A load that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away(String);

impl From<Rejected> for Away {
    fn from(rejected: Rejected) -> Self {
        Self(rejected.to_string())
    }
}

/// A manager on a Redis with a log beside it, which notices an outage soon.
///
/// # Panics
///
/// When the settings are not good.
pub async fn manager(url: &str, log: &std::path::Path) -> CacheManager {
    let builder = CacheManager::builder()
        .key_prefix("all")
        .redis(url)
        .settle(Duration::from_millis(50))
        .wait(Duration::from_secs(1))
        .memory_bytes(8 << 20)
        .queue_log(log);
    builder.build().await.expect("the settings are good")
}
