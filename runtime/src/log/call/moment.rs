//! The time to the nanosecond, or that of a test's clock.

use std::time::{Duration, Instant};

use crate::clock::{Clock, Tick, is_replaced};

/// When something happened.
#[derive(Clone, Copy, Debug)]
pub(in crate::log) enum Moment {
    System(Instant),
    Test(Tick),
}

impl Moment {
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn now() -> Self {
        if is_replaced() {
            Self::Test(Clock::System.now())
        } else {
            Self::System(Instant::now())
        }
    }

    /// How long ago it was; zero if the clock was replaced in between.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn until(self, later: Self) -> Duration {
        match (self, later) {
            (Self::System(earlier), Self::System(later)) => {
                later.saturating_duration_since(earlier)
            }
            (Self::Test(earlier), Self::Test(later)) => later.since(earlier),
            _ => Duration::ZERO,
        }
    }
}
