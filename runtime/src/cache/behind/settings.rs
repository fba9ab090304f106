//! How a writer works: how much at once, how often, and what when it fails.

use std::time::Duration;

use crate::cache::error::CacheError;

/// The first wait after a failure, where nothing is said.
pub const BACKOFF: Duration = Duration::from_millis(100);
/// The longest, where nothing is said.
pub const MAX_BACKOFF: Duration = Duration::from_secs(30);

/// Where changes are kept until they are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Store {
    /// In Redis where the manager has one, else in its local log.
    #[default]
    Durable,
    /// In a Redis Stream: that of [`queue_redis`](crate::cache::CacheManagerBuilder), else that of
    /// the cache.
    Redis,
    /// In the manager's local log.
    Local,
    /// In memory alone: what has not been written is lost with the process.
    Volatile,
}

/// What a put does when the queue is full.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnFull {
    /// It waits for room, for as long as the attribute's `wait` or the manager's says.
    #[default]
    Wait,
    /// It fails at once.
    Reject,
    /// It is taken nevertheless, and returns when the writer has written it: callers are as slow as
    /// the store, and the order stays.
    WriteThrough,
}

/// How a writer works. Each has a default that serves.
///
/// ```
/// use std::time::Duration;
/// use gambeson::write_behind::{OnFull, Settings};
///
/// let settings = Settings::new()
///     .batch(500)
///     .every(Duration::from_millis(20))
///     .on_full(OnFull::Reject);
/// # let _ = settings;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub(crate) batch: usize,
    pub(crate) every: Duration,
    pub(crate) store: Store,
    pub(crate) on_full: OnFull,
    pub(crate) max: u64,
    pub(crate) attempts: u32,
    pub(crate) backoff: Duration,
    pub(crate) max_backoff: Duration,
    pub(crate) partitions: u32,
    pub(crate) keep_dead: bool,
    pub(crate) wait: Option<Duration>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

impl Settings {
    /// The defaults.
    pub const fn new() -> Self {
        Self {
            batch: 100,
            every: Duration::from_millis(50),
            store: Store::Durable,
            on_full: OnFull::Wait,
            max: 100_000,
            attempts: 10,
            backoff: BACKOFF,
            max_backoff: MAX_BACKOFF,
            partitions: 4,
            keep_dead: true,
            wait: None,
        }
    }

    /// How many changes the writer is given at most: 100.
    #[must_use]
    pub const fn batch(mut self, batch: usize) -> Self {
        self.batch = batch;
        self
    }

    /// How long a batch waits to become full, from its first change on: 50 ms.
    #[must_use]
    pub const fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }

    /// Where changes are kept.
    #[must_use]
    pub const fn store(mut self, store: Store) -> Self {
        self.store = store;
        self
    }

    /// What a put does when the queue is full: it waits.
    #[must_use]
    pub const fn on_full(mut self, on_full: OnFull) -> Self {
        self.on_full = on_full;
        self
    }

    /// How many changes a partition may hold: 100,000.
    #[must_use]
    pub const fn max(mut self, max: u64) -> Self {
        self.max = max;
        self
    }

    /// How often a change is tried alone before it becomes a dead letter: 10.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The wait after the first failure, which doubles with each more up to `most`: 100 ms, 30 s.
    #[must_use]
    pub const fn backoff(mut self, first: Duration, most: Duration) -> Self {
        self.backoff = first;
        self.max_backoff = most;
        self
    }

    /// Into how many parts the queue is divided, each with an order of its own: 4. It has to be the
    /// same in all processes, and may be changed while the queue is empty.
    #[must_use]
    pub const fn partitions(mut self, partitions: u32) -> Self {
        self.partitions = partitions;
        self
    }

    /// Whether changes that are given up are kept as dead letters. They are; otherwise they are
    /// told of and dropped.
    #[must_use]
    pub const fn keep_dead(mut self, keep: bool) -> Self {
        self.keep_dead = keep;
        self
    }

    /// How long a put waits for room, and for an answer of the queue: as long as the manager's
    /// [`wait`](crate::cache::CacheManagerBuilder::wait).
    #[must_use]
    pub const fn wait(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }

    /// Refuses what cannot be.
    pub(crate) fn check(&self) -> Result<(), CacheError> {
        let positive = [
            ("batch", self.batch as u64),
            ("max", self.max),
            ("attempts", u64::from(self.attempts)),
            ("partitions", u64::from(self.partitions)),
        ];
        for (setting, value) in positive {
            if value == 0 {
                return Err(CacheError::Config {
                    setting,
                    held: "0".into(),
                    takes: "a number of at least 1".into(),
                });
            }
        }
        Ok(())
    }

    /// How long to wait after the `failures`th failure in a row, from 1.
    pub(crate) fn pause(&self, failures: u32) -> Duration {
        let doubled = 1_u32
            .checked_shl(failures.saturating_sub(1))
            .unwrap_or(u32::MAX);
        self.backoff.saturating_mul(doubled).min(self.max_backoff)
    }
}
