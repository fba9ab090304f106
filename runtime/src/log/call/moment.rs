//! The time to the nanosecond, or that of a test's clock.

use std::num::NonZeroU64;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::clock::{Clock, Tick, is_replaced};

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
            // Of what fits for centuries; wider numbers take as long as a part of the clock.
            let span = origin().elapsed();
            (span.as_secs() * 1_000_000_000).wrapping_add(u64::from(span.subsec_nanos()))
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
        measured(later.nanos().saturating_sub(self.nanos()))
    }
}

/// A span between moments. A test's clock counts in parts of a second that are no nanoseconds: what it
/// was advanced by is the nearest microsecond.
#[cfg_attr(not(debug_assertions), inline)]
pub(in crate::log) fn measured(nanos: u64) -> Duration {
    Duration::from_nanos(measured_nanos(nanos))
}

/// The same, in nanoseconds.
#[cfg_attr(not(debug_assertions), inline)]
pub(in crate::log) fn measured_nanos(nanos: u64) -> u64 {
    if is_replaced() {
        nanos.saturating_add(500) / 1000 * 1000
    } else {
        nanos
    }
}

/// As events tell it.
pub(in crate::log) fn millis(span: Duration) -> f64 {
    nanos_in_millis(u64::try_from(span.as_nanos()).unwrap_or(u64::MAX))
}

/// The same, of nanoseconds: divided once, because a thousandth is no round number.
#[expect(
    clippy::cast_precision_loss,
    reason = "exact for a hundred days, and to a microsecond for longer than anything runs"
)]
#[cfg_attr(not(debug_assertions), inline)]
pub(in crate::log) fn nanos_in_millis(nanos: u64) -> f64 {
    // A processor has an instruction for signed numbers, and none for others.
    i64::try_from(nanos).unwrap_or(i64::MAX) as f64 / 1e6
}

#[cfg_attr(not(debug_assertions), inline)]
fn origin() -> Instant {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    *ORIGIN.get_or_init(Instant::now)
}

#[cold]
fn of_test() -> u64 {
    let span = Clock::System.now().since(Tick::from_bits(0));
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
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
