//! What the tests have in common.

use std::time::Duration;

use gambeson::Rejected;
use gambeson::resilience::BulkheadFull;

pub(crate) const MS: Duration = Duration::from_millis(1);
pub(crate) const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, PartialEq)]
pub(crate) enum PayError {
    Down,
    Rejected(Rejected),
}

impl From<Rejected> for PayError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

/// What a refusal knows.
pub(crate) fn full<T: std::fmt::Debug>(result: &Result<T, PayError>) -> &BulkheadFull {
    match result {
        Err(PayError::Rejected(Rejected::BulkheadFull(full))) => full,
        other => panic!("not refused: {other:?}"),
    }
}
