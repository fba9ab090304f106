//! Time on this side: only ever the distance between two moments of this process.

use std::time::{Duration, Instant};

use crate::clock::{Clock, Tick, is_replaced};

/// Time since it was made. The precise clock, because what is leased may be worked off within a
/// step of the coarse one.
#[derive(Debug)]
pub(super) struct Watch {
    clock: Clock,
    first: Instant,
    tick: Tick,
}

/// Nanoseconds since the watch was made.
pub(super) type Nanos = u64;

impl Watch {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            first: Instant::now(),
            tick: clock.now(),
            clock,
        }
    }

    pub(super) fn now(&self) -> Nanos {
        match &self.clock {
            Clock::System if !is_replaced() => nanos(self.first.elapsed()),
            clock => nanos(clock.now().since(self.tick)),
        }
    }
}

pub(super) fn nanos(span: Duration) -> Nanos {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}
