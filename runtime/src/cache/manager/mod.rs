//! The manager: two tiers behind one handle.
//!
//! Futures that go to Redis are boxed where they leave for it: what a caller awaits stays small, and
//! its type no deeper than the compiler looks.

mod by_hand;
mod clear;
mod entry;
#[cfg(feature = "redis")]
mod listen;
#[cfg(feature = "metrics")]
mod publish;
mod refresh;
mod region;
mod remove;
mod report;
mod warm;

use std::collections::HashSet;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use crate::cache::builder::CacheManagerBuilder;
#[cfg(feature = "redis")]
use crate::cache::codec::CodecSettings;
use crate::cache::error::CacheError;
use crate::cache::events;
use crate::cache::installed;
use crate::cache::key::Key;
use crate::cache::ladder::{Slots, Throttle};
use crate::cache::local::Context;
use crate::cache::memory::Memory;
use crate::cache::observe::Scoped;
#[cfg(feature = "redis")]
use crate::cache::redis::RedisTier;
#[cfg(feature = "redis")]
use crate::cache::site::ELSEWHERE;
use crate::cache::site::Site;
use crate::cache::stats::StatsTable;
use crate::cache::sweep;
use crate::cache::tags::Tags;
use crate::clock::{Clock, Tick};
use crate::sync::lock;

pub use region::{CacheConfig, CacheRegion, Strategy, WriteError};
pub use remove::Removed;
#[cfg(feature = "redis")]
pub(crate) use remove::Unfinished;
pub use report::{Health, TierHealth};
pub use warm::Warmed;

/// A cache of two tiers: memory, bounded in bytes, and Redis behind it where it was given one.
///
/// A handle: clones are the same cache. Cached functions use the [installed](Self::install) one
/// unless their attribute says `cache = expr`; where none is installed, a manager of 64 MiB in
/// memory serves.
///
/// A tier that is down is a miss: nothing that reads returns an error, and nothing here panics.
///
/// ```
/// use std::time::Duration;
/// use gambeson::CacheManager;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::CacheError> {
/// let cache = CacheManager::builder().memory_bytes(64 << 20).key_prefix("shop").build().await?;
/// cache.set("greeting", "hello".to_owned(), Duration::from_secs(60)).await?;
/// assert_eq!(cache.get::<String>("greeting").await.as_deref(), Some("hello"));
/// cache.install();
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct CacheManager {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) prefix: String,
    pub(crate) memory: Memory,
    pub(crate) tags: Arc<Tags>,
    pub(crate) stats: StatsTable,
    pub(crate) clock: Clock,
    #[cfg(feature = "redis")]
    pub(crate) codec: CodecSettings,
    pub(crate) default_ttl: Duration,
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    pub(crate) memory_ttl: Duration,
    pub(crate) wait: Duration,
    pub(crate) slow_load: Duration,
    pub(crate) sweep_every: Duration,
    /// Keys whose load has failed.
    pub(crate) throttle: Throttle,
    /// Places for reloads in the background.
    pub(crate) reloads: Slots,
    #[cfg(feature = "redis")]
    pub(crate) redis: Option<Arc<RedisTier>>,
    pub(crate) swept: AtomicBool,
    /// Pairs of functions that have been told of each other.
    pub(crate) warned: Mutex<HashSet<(usize, usize)>>,
    /// The queues of write-behind.
    #[cfg(feature = "write-behind")]
    pub(crate) lines: crate::cache::behind::Lines,
    /// What the recorder of the `metrics` facade knows of what is counted by the memory tier.
    #[cfg(feature = "metrics")]
    pub(crate) published: [std::sync::atomic::AtomicU64; 4],
}

impl CacheManager {
    /// Begins to build a manager.
    pub fn builder() -> CacheManagerBuilder {
        CacheManagerBuilder::new()
    }

    /// Builds a manager from the environment: see [`CacheManagerBuilder::from_env`].
    ///
    /// # Errors
    /// [`CacheError::Config`] names the variable, what it held and what it takes.
    pub async fn from_env() -> Result<Self, CacheError> {
        CacheManagerBuilder::from_env()?.build().await
    }

    pub(crate) fn new(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Makes this the manager of all functions whose attribute names no other, in all threads.
    ///
    /// A later call replaces it. A manager that has once been installed lives as long as the
    /// process.
    pub fn install(&self) {
        installed::install(self.clone());
    }

    /// The manager that cached functions use here and now: that of the innermost
    /// [`scope`](Self::scope), else the installed one, else the default.
    pub fn installed() -> Self {
        use crate::cache::engine::{Installed, ManagerRef};

        Installed.handle()
    }

    /// Runs `future` with this manager as the installed one: for tests, side by side.
    ///
    /// Holds for what `future` itself polls; what it spawns sees the installed manager. Dropping
    /// the returned future drops `future`.
    ///
    /// ```
    /// use gambeson::CacheManager;
    ///
    /// #[gambeson::cached(ttl = "5m", key = "scoped:{id}")]
    /// async fn double(id: u64) -> u64 {
    ///     id * 2
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::CacheError> {
    /// let cache = CacheManager::builder().build().await?;
    /// cache.scope(double(21)).await;
    /// assert!(cache.exists("scoped:21").await);
    /// assert!(!CacheManager::installed().exists("scoped:21").await);
    /// # Ok(()) }
    /// ```
    pub async fn scope<F: Future>(&self, future: F) -> F::Output {
        Scoped::new(future, |context: &mut Context| {
            context.manager = Some(self.clone());
        })
        .await
    }

    /// What every key of this manager begins with in Redis, before a `:`.
    pub fn key_prefix(&self) -> &str {
        &self.inner.prefix
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn memory(&self) -> &Memory {
        &self.inner.memory
    }

    pub(crate) fn tags(&self) -> &Arc<Tags> {
        &self.inner.tags
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn stats_table(&self) -> &StatsTable {
        &self.inner.stats
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn now(&self) -> Tick {
        self.inner.clock.now()
    }

    #[cfg(feature = "redis")]
    pub(crate) fn redis(&self) -> Option<&Arc<RedisTier>> {
        self.inner.redis.as_ref()
    }

    #[cfg(feature = "redis")]
    pub(crate) fn codec(&self) -> &CodecSettings {
        &self.inner.codec
    }

    #[cfg(feature = "write-behind")]
    pub(crate) fn clock(&self) -> Clock {
        self.inner.clock.clone()
    }

    #[cfg(feature = "write-behind")]
    pub(crate) fn lines(&self) -> &crate::cache::behind::Lines {
        &self.inner.lines
    }

    pub(crate) fn default_ttl(&self) -> Duration {
        self.inner.default_ttl
    }

    pub(crate) fn slow_load(&self) -> Duration {
        self.inner.slow_load
    }

    pub(crate) fn wait(&self) -> Duration {
        self.inner.wait
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.inner.throttle
    }

    pub(crate) fn reloads(&self) -> &Slots {
        &self.inner.reloads
    }

    /// Has the sweep look after this manager, from its first entry on.
    pub(crate) fn keep_swept(&self) {
        if !self.inner.swept.swap(true, Ordering::Relaxed) {
            sweep::register(self.downgrade(), self.inner.sweep_every);
        }
    }

    pub(crate) fn downgrade(&self) -> Weak<Inner> {
        Arc::downgrade(&self.inner)
    }

    /// The manager behind a weak handle, while anybody else still has it.
    pub(crate) fn upgrade(weak: &Weak<Inner>) -> Option<Self> {
        weak.upgrade().map(|inner| Self { inner })
    }

    /// Says once for each pair of functions that they use one key for two types.
    pub(crate) fn warn_of_two_types(
        &self,
        key: &Key,
        reader: &'static Site,
        writer: &'static Site,
    ) {
        let address = |site: &'static Site| std::ptr::from_ref(site).addr();
        let mut warned = lock(&self.inner.warned);
        // What Redis holds may be what the same two functions have just disputed in memory.
        #[cfg(feature = "redis")]
        if std::ptr::eq(writer, &raw const ELSEWHERE)
            && warned
                .iter()
                .any(|&(one, other)| one == address(reader) || other == address(reader))
        {
            return;
        }
        let (reader_at, writer_at) = (address(reader), address(writer));
        if warned.insert((reader_at.min(writer_at), reader_at.max(writer_at))) {
            drop(warned);
            events::two_types(key, reader, writer);
        }
    }
}

impl fmt::Debug for CacheManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CacheManager")
            .field("key_prefix", &self.inner.prefix)
            .field("entries", &self.inner.memory.entries())
            .field("bytes", &self.inner.memory.bytes())
            .finish_non_exhaustive()
    }
}
