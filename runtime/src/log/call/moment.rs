//! The time to the nanosecond, or that of a test's clock.

use std::num::NonZeroU64;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::clock::{Clock, is_replaced};

/// When something happened.
///
/// One number, because it lies in the user's future: nanoseconds from an origin of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::log) struct Moment(NonZeroU64);

impl Moment {
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn now() -> Self {
        let nanos = if is_replaced() {
            of_test()
        } else {
            u64::try_from(origin().elapsed().as_nanos()).unwrap_or(u64::MAX)
        };
        // The origin is no zero, so that zero may stand for nothing.
        Self::from_nanos(nanos.saturating_add(1))
    }

    /// What [`nanos`](Self::nanos) gave.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn from_nanos(nanos: u64) -> Self {
        Self(NonZeroU64::new(nanos).unwrap_or(NonZeroU64::MIN))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn nanos(self) -> u64 {
        self.0.get()
    }

    /// How long ago it was; zero if the clock was replaced in between.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn until(self, later: Self) -> Duration {
        Duration::from_nanos(later.nanos().saturating_sub(self.nanos()))
    }
}

#[cfg_attr(not(debug_assertions), inline)]
fn origin() -> Instant {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    *ORIGIN.get_or_init(Instant::now)
}

/// A test's clock counts in parts of a second that are no nanoseconds: to the nearest one, so that a
/// clock that was advanced by 100 ms shows them.
#[cold]
fn of_test() -> u64 {
    let bits = Clock::System.now().bits();
    let part = ((bits & 0xffff_ffff) * 1_000_000_000 + (1 << 31)) >> 32;
    (bits >> 32)
        .saturating_mul(1_000_000_000)
        .saturating_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::ManualClock;

    #[test]
    fn a_clock_that_is_advanced_shows_what_it_was_advanced_by() {
        let clock = ManualClock::new();
        let _guard = clock.on_this_thread();
        for millis in [1, 3, 100, 250] {
            let before = Moment::now();
            clock.advance(Duration::from_millis(millis));
            assert_eq!(before.until(Moment::now()), Duration::from_millis(millis));
        }
    }

    #[test]
    fn time_is_not_set_back() {
        let before = Moment::now();
        let after = Moment::now();
        assert!(before.nanos() <= after.nanos());
        assert_eq!(
            Moment::from_nanos(after.nanos() + 1).until(before),
            Duration::ZERO
        );
    }
}
