//! Which results count towards a rate.

mod calls;
mod time;

use self::calls::LastCalls;
use self::time::Buckets;
use super::counts::{Done, Results};
use super::policy::Window;
use crate::clock::Tick;

/// The results of the present generation, as far as they count.
#[derive(Debug)]
pub(super) enum Recent {
    /// All since the state began; they are counted elsewhere.
    All,
    Calls(LastCalls),
    Time(Box<Buckets>),
}

impl Recent {
    pub(super) fn new(window: Window) -> Self {
        match window {
            Window::None => Self::All,
            Window::Calls(calls) => Self::Calls(LastCalls::new(calls)),
            Window::Sliding { span, buckets } => {
                Self::Time(Box::new(Buckets::sliding(span, buckets)))
            }
            Window::Fixed(span) => Self::Time(Box::new(Buckets::fixed(span))),
        }
    }

    /// Whether [`record`](Self::record) needs to know when the call began.
    pub(super) fn asks_for_begin(&self) -> bool {
        matches!(self, Self::Time(buckets) if buckets.is_fixed())
    }

    /// Whether it needs to know the time at all.
    pub(super) fn asks_for_now(&self) -> bool {
        matches!(self, Self::Time(_))
    }

    pub(super) fn record(&self, generation: u64, when: When, done: Done) {
        match self {
            Self::All => {}
            Self::Calls(calls) => calls.record(generation, done),
            Self::Time(buckets) => buckets.record(generation, when, done),
        }
    }

    /// `None` where all results of the state count.
    pub(super) fn results(&self, generation: u64, when: When) -> Option<Results> {
        match self {
            Self::All => None,
            Self::Calls(calls) => Some(calls.results(generation)),
            Self::Time(buckets) => Some(buckets.results(generation, when)),
        }
    }
}

/// The times that a record is placed by.
#[derive(Clone, Copy, Debug)]
pub(super) struct When {
    /// The state's begin.
    pub(super) since: Tick,
    /// The call's begin, where it is asked for.
    pub(super) begun: Tick,
    pub(super) now: Tick,
}
