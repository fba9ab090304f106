//! Time as the crate sees it: one monotonic clock, coarse where a hit reads it, and a hand-driven
//! one for tests.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A point in monotonic time, in units of 2⁻³² seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tick(u64);

impl Tick {
    /// Later than every reading of a clock.
    pub(crate) const NEVER: Self = Self(u64::MAX);

    /// `self + span`, or [`Tick::NEVER`] where that lies beyond what a clock can show.
    pub(crate) fn after(self, span: Duration) -> Self {
        Self(self.0.saturating_add(ticks(span)))
    }

    pub(crate) fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    pub(crate) fn bits(self) -> u64 {
        self.0
    }

    /// How many whole spans lie between `earlier` and `self`.
    pub(crate) fn spans_since(self, earlier: Self, span: Span) -> u64 {
        self.0.saturating_sub(earlier.0) / span.0
    }

    /// How far `self` lies behind `earlier`; zero if it does not.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        duration(self.0.saturating_sub(earlier.0))
    }
}

/// A span of time to divide by: at least the smallest that a clock can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span(NonZeroU64);

impl Span {
    pub(crate) fn new(span: Duration) -> Self {
        Self(NonZeroU64::new(ticks(span)).unwrap_or(NonZeroU64::MIN))
    }
}

fn ticks(span: Duration) -> u64 {
    let fraction = (u64::from(span.subsec_nanos()) << 32) / 1_000_000_000;
    match u32::try_from(span.as_secs()) {
        Ok(seconds) => u64::from(seconds) << 32 | fraction,
        Err(_) => u64::MAX,
    }
}

fn duration(ticks: u64) -> Duration {
    let nanos = ((ticks & 0xffff_ffff) * 1_000_000_000) >> 32;
    Duration::from_secs(ticks >> 32) + Duration::from_nanos(nanos)
}

/// Where a manager reads the time.
#[derive(Debug, Clone, Default)]
pub(crate) enum Clock {
    /// The system's coarse monotonic clock: 1 to 10 ms of resolution, and never set back.
    #[default]
    System,
    /// A clock that stands still until a test advances it.
    Manual(ManualClock),
}

impl Clock {
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn now(&self) -> Tick {
        match self {
            Self::System => Tick(coarsetime::Instant::now_without_cache_update().as_ticks()),
            Self::Manual(clock) => Tick(clock.ticks.load(Ordering::Acquire)),
        }
    }
}

/// A clock for tests: it stands still until [`advance`](ManualClock::advance) is called.
///
/// Clones show the same time. Give it to a manager with
/// [`CacheManagerBuilder::clock`](crate::cache::CacheManagerBuilder::clock).
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
pub struct ManualClock {
    ticks: Arc<AtomicU64>,
}

impl ManualClock {
    /// A clock that shows an arbitrary first moment.
    pub fn new() -> Self {
        Self {
            ticks: Arc::new(AtomicU64::new(1 << 32)),
        }
    }

    /// Moves the clock forward by `span`.
    pub fn advance(&self, span: Duration) {
        self.ticks.fetch_add(ticks(span), Ordering::AcqRel);
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_survives_the_way_through_ticks() {
        for span in [
            Duration::from_millis(1),
            Duration::from_secs(300),
            Duration::from_nanos(1_500_000_001),
        ] {
            let start = Tick(7 << 32);
            let back = start.after(span).since(start);
            assert!(
                span.abs_diff(back) < Duration::from_micros(1),
                "{span:?} came back as {back:?}"
            );
        }
    }

    #[test]
    fn what_is_too_far_away_is_never() {
        assert_eq!(Tick(1).after(Duration::MAX), Tick::NEVER);
        assert_eq!(Tick(1).since(Tick(2)), Duration::ZERO);
    }
}
