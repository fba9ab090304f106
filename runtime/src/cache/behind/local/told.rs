//! What is told of the log.

use super::file::{Fault, Open};

/// It cannot be used, and is tried again.
pub(super) fn away(log: &dyn Open, fault: &Fault) {
    tracing::error!(
        target: "gambeson::cache",
        log = log.name(),
        error = %fault,
        "the log of write-behind cannot be used: changes are refused until it can",
    );
}

/// It can be used again.
pub(super) fn back(log: &dyn Open) {
    tracing::info!(target: "gambeson::cache", log = log.name(), "the log of write-behind can be used again");
}

/// Some of what is in it is no change.
pub(super) fn unreadable(log: &dyn Open, places: &[u64]) {
    tracing::error!(
        target: "gambeson::cache",
        log = log.name(),
        ?places,
        "changes in the log of write-behind are damaged, and were put aside in its table `unreadable`",
    );
}
