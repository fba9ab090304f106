//! The clock that a test advances.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::instead::{ProcessClock, Source, ThreadClock};
use super::{Clock, Tick, ticks};

/// A clock for tests: it stands still until [`advance`](ManualClock::advance) is called.
///
/// Clones show the same time. What has a builder takes it there
/// ([`CacheManagerBuilder::clock`](crate::cache::CacheManagerBuilder::clock)); attributes have none,
/// and read it once it is [set for the thread](Self::on_this_thread) or [for
/// all](Self::everywhere). See [`gambeson::test`](crate::test) for what it does not move.
///
/// ```
/// use std::time::Duration;
/// use gambeson::cache::{CacheManager, Ttl};
/// use gambeson::test::ManualClock;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::CacheError> {
/// let clock = ManualClock::new();
/// let cache = CacheManager::builder().clock(clock.clone()).build().await?;
/// cache.set("answer", 42_u32, Ttl::After(Duration::from_secs(60))).await?;
/// clock.advance(Duration::from_secs(61));
/// assert_eq!(cache.get::<u32>("answer").await, None);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Shown>);

#[derive(Debug)]
struct Shown {
    ticks: AtomicU64,
    /// Where the system's clock stood when this one was first put in its place, and where this one did.
    origin: OnceLock<(u64, u64)>,
}

impl ManualClock {
    /// Before [`Tick::NEVER`], which no clock shows.
    const LAST: u64 = u64::MAX - 1;

    /// A clock that shows an arbitrary first moment.
    pub fn new() -> Self {
        Self(Arc::new(Shown {
            ticks: AtomicU64::new(1 << 32),
            origin: OnceLock::new(),
        }))
    }

    /// Moves the clock forward by `span`, at most to the last moment that a clock can show, which is some
    /// 136 years on.
    pub fn advance(&self, span: Duration) {
        let later = |now: u64| Some(Self::LAST.min(now.saturating_add(ticks(span))));
        // Each attempt has something to store, so that it succeeds in the end.
        _ = self
            .0
            .ticks
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, later);
    }

    /// Puts this clock in the place of the system's for all that this thread asks for the time:
    /// guards and caches of attributes, and those whose builder was given no clock. The former is
    /// back when the returned value is dropped.
    ///
    /// It goes on where the system's clock stood when it was set for the first time, on whichever
    /// thread.
    ///
    /// ```
    /// use std::time::Duration;
    /// use gambeson::cached;
    /// use gambeson::test::ManualClock;
    /// # use std::sync::atomic::{AtomicU32, Ordering};
    ///
    /// static QUERIES: AtomicU32 = AtomicU32::new(0);
    ///
    /// #[cached(ttl = "5m", jitter = 0, key = "price:{item}")]
    /// async fn price(item: u64) -> u64 {
    ///     QUERIES.fetch_add(1, Ordering::Relaxed);
    ///     item * 100
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let clock = ManualClock::new();
    /// let _set = clock.on_this_thread();
    /// price(7).await;
    /// clock.advance(Duration::from_secs(299));
    /// price(7).await; // from memory
    /// clock.advance(Duration::from_secs(2));
    /// price(7).await; // has expired
    /// assert_eq!(QUERIES.load(Ordering::Relaxed), 2);
    /// # }
    /// ```
    #[must_use = "the system's clock is back as soon as this is dropped"]
    pub fn on_this_thread(&self) -> ThreadClock {
        ThreadClock::set(self.source())
    }

    /// The same for all threads of the process, but for those that have a clock of their own.
    #[must_use = "the system's clock is back as soon as this is dropped"]
    pub fn everywhere(&self) -> ProcessClock {
        ProcessClock::set(self.source())
    }

    fn source(&self) -> Source {
        self.0.origin.get_or_init(|| {
            let so_far = Clock::System.now();
            (so_far.0, self.now().0)
        });
        Source::Manual(self.clone())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn now(&self) -> Tick {
        Tick(self.0.ticks.load(Ordering::Acquire))
    }

    /// The same, as it goes on where the system's clock stood.
    pub(super) fn now_as_system(&self) -> Tick {
        let (system, own) = self.0.origin.get().copied().unwrap_or_default();
        let since = self.now().0.saturating_sub(own);
        Tick(Self::LAST.min(system.saturating_add(since)))
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}
