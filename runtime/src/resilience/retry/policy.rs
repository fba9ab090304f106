//! How often a call is tried, and for how long.

use std::time::Duration;

use super::backoff::Backoff;

/// How often a call is tried, and for how long. Made by [`RetryBuilder`](super::RetryBuilder).
///
/// The default tries three times, 50 ms and 100 ms apart at most.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    pub(super) attempts: u32,
    pub(super) backoff: Backoff,
    /// In thousandths of a retry for each call.
    pub(super) budget: Option<u32>,
    pub(super) deadline: Option<Duration>,
    pub(super) refusals: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            backoff: Backoff::default(),
            budget: None,
            deadline: None,
            refusals: false,
        }
    }
}
