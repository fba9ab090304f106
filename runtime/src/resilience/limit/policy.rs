//! How a limiter is set up.

/// What becomes of a check while the store does not answer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum OnStoreError {
    /// This process counts by itself, with this share of the limit: 1 by the number of processes.
    Local(f64),
    /// Every call is admitted.
    Open,
    /// Every call is refused.
    Closed,
}
