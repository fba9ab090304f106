//! Time as the crate sees it: one monotonic clock, coarse where a hit reads it, and what tests put
//! in its place.

mod instead;
mod manual;

#[cfg(feature = "resilience")]
use std::num::NonZeroU64;
use std::time::Duration;

pub(crate) use instead::in_force as is_replaced;
pub use instead::{ProcessClock, ThreadClock, follow_tokio, follow_tokio_everywhere};
pub use manual::ManualClock;

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

    /// The last reading that is at least `span` before `self`, or the first that a clock can show.
    pub(crate) fn before(self, span: Duration) -> Self {
        let floor = ticks(span);
        let part = u64::from(duration(floor) < span);
        Self(self.0.saturating_sub(floor.saturating_add(part)))
    }

    #[cfg(any(feature = "log", feature = "resilience"))]
    pub(crate) fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    #[cfg(any(feature = "log", feature = "resilience"))]
    pub(crate) fn bits(self) -> u64 {
        self.0
    }

    /// How many whole spans lie between `earlier` and `self`.
    #[cfg(feature = "resilience")]
    pub(crate) fn spans_since(self, earlier: Self, span: Span) -> u64 {
        self.0.saturating_sub(earlier.0) / span.0
    }

    /// How far `self` lies behind `earlier`; zero if it does not.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        duration(self.0.saturating_sub(earlier.0))
    }
}

/// A span of time to divide by: at least the smallest that a clock can show.
#[cfg(feature = "resilience")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span(NonZeroU64);

#[cfg(feature = "resilience")]
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

/// Where a guard or a manager reads the time.
#[derive(Debug, Clone, Default)]
pub(crate) enum Clock {
    /// The system's coarse monotonic clock: 1 to 10 ms of resolution, and never set back. Tests may
    /// put another in its place.
    #[default]
    System,
    /// A clock that stands still until a test advances it.
    Manual(ManualClock),
}

impl Clock {
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn now(&self) -> Tick {
        match self {
            Self::System if is_replaced() => instead::now(),
            Self::System => system(),
            Self::Manual(clock) => clock.now(),
        }
    }
}

#[cfg_attr(not(debug_assertions), inline)]
fn system() -> Tick {
    Tick(coarsetime::Instant::now_without_cache_update().as_ticks())
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
    fn a_time_before_lies_no_nearer_than_the_span() {
        let now = Tick(7 << 32);
        for nanos in [0, 1, 3, 333_333_333, 500_000_000, 999_999_999] {
            let span = Duration::from_nanos(nanos);
            let earlier = now.before(span);
            assert!(
                earlier.after(span) <= now && now.since(earlier) >= span,
                "{span:?}"
            );
        }
        assert_eq!(now.before(Duration::from_secs(8)), Tick(0));
    }

    #[test]
    fn what_is_too_far_away_is_never() {
        assert_eq!(Tick(1).after(Duration::MAX), Tick::NEVER);
        assert_eq!(Tick(1).since(Tick(2)), Duration::ZERO);
    }
}
