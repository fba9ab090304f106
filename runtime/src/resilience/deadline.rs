//! Until when a call has to be done, as everything that it calls can see.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::Instant;

use crate::clock::{Clock, Tick};

thread_local! {
    static CURRENT: Cell<Option<Deadline>> = const { Cell::new(None) };
}

/// Until when a call has to be done.
///
/// A time-out sets it for all that is polled beneath it, in this task; what is spawned does not see
/// it. A time-out further in never lasts longer.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(At);

#[derive(Clone, Copy, Debug)]
enum At {
    /// By the coarse clock: nothing has waited yet, so there is no timer.
    Coarse(Tick),
    /// By the timer.
    Timer(Instant),
}

impl Deadline {
    /// By the coarse clock.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn coarse(at: Tick) -> Self {
        Self(At::Coarse(at))
    }

    /// By a timer.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn timer(at: Instant) -> Self {
        Self(At::Timer(at))
    }

    /// The deadline of the call that is being polled, if there is one.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn current() -> Option<Self> {
        CURRENT.get()
    }

    /// The time that is left of the call that is being polled; `None` without a deadline.
    ///
    /// Zero when the time is over, which a caller sees before the time-out has dropped it. Exact to
    /// 10 ms until the call has waited for the first time.
    pub fn remaining() -> Option<Duration> {
        Self::current().map(Self::left)
    }

    /// The time that is left of this one.
    pub fn left(self) -> Duration {
        match self.0 {
            At::Coarse(at) => at.since(Clock::System.now()),
            At::Timer(at) => at.saturating_duration_since(Instant::now()),
        }
    }

    /// Polls with this deadline in force, and sets the former back, even after a panic.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn scope<T>(self, poll: impl FnOnce() -> T) -> T {
        let _former = Former(CURRENT.replace(Some(self)));
        poll()
    }
}

/// The deadline that was in force, to be set back.
struct Former(Option<Deadline>);

impl Drop for Former {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}
