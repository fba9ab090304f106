//! What a check answers.

use std::time::Duration;

/// What a rate limit has decided about one call, and what it would decide about the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decision {
    /// Whether the call may go on.
    pub admitted: bool,
    /// How many may come at once: the burst.
    pub limit: u32,
    /// How many may still come now.
    pub remaining: u32,
    /// Until as many may come as the limit says, if nobody comes in the meantime.
    pub reset: Duration,
    /// Until this call may come again; zero if it was admitted. `Duration::MAX` if it asked for
    /// more than the limit can ever give.
    pub retry_after: Duration,
}

impl Decision {
    /// A decision by these figures.
    pub(crate) const fn new(
        admitted: bool,
        limit: u32,
        remaining: u32,
        reset: Duration,
        retry_after: Duration,
    ) -> Self {
        Self {
            admitted,
            limit,
            remaining,
            reset,
            retry_after,
        }
    }
}
