//! How long a call is given.

use std::time::Duration;

/// A span of time that a guard can be asked for, however little room it takes.
pub trait Length: Copy {
    /// The span.
    fn span(self) -> Duration;
}

/// A span that is written out: it takes no room in the call.
#[derive(Clone, Copy, Debug)]
pub struct Fixed<const NANOS: u64>;

impl<const NANOS: u64> Length for Fixed<NANOS> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn span(self) -> Duration {
        const { Duration::from_nanos(NANOS) }
    }
}

/// A span that the call itself says, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub struct Given(u64);

impl Given {
    /// `span`, or 584 years if that is longer.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(span: Duration) -> Self {
        Self(u64::try_from(span.as_nanos()).unwrap_or(u64::MAX))
    }
}

impl Length for Given {
    #[cfg_attr(not(debug_assertions), inline)]
    fn span(self) -> Duration {
        Duration::from_nanos(self.0)
    }
}
