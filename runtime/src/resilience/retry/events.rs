//! What is told of calls that were tried again.
//!
//! Each attempt that failed is one event at `debug`; how it ended is one at `warn` or at `info`,
//! which says how many attempts there were. A call that was made once is told of only at `debug`.

use std::time::Duration;

use tracing::{debug, error, info, warn};

use super::core::Core;
use crate::describe::Description;
use crate::resilience::policy::PolicyError;

const TARGET: &str = "gambeson::retry";

/// Why a result is not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// There were as many attempts as there may be.
    Attempts,
    /// The wait would end too late.
    Deadline,
    /// There were too many retries for the calls.
    Budget,
    /// A guard has refused.
    Refused,
    /// It is of a kind that is not tried again.
    Final,
}

impl Reason {
    fn as_str(self) -> &'static str {
        match self {
            Self::Attempts => "attempts",
            Self::Deadline => "deadline",
            Self::Budget => "budget",
            Self::Refused => "refused",
            Self::Final => "final",
        }
    }

    /// Whether the call might have succeeded later.
    pub(super) fn exhausted(self) -> bool {
        matches!(self, Self::Attempts | Self::Deadline | Self::Budget)
    }
}

/// An attempt failed, and there will be another.
#[cold]
pub(super) fn again(core: &Core, attempt: u32, delay: Duration, error: Description<'_>) {
    debug!(
        target: TARGET,
        name = core.name.as_str(),
        attempt,
        ?delay,
        %error,
        "attempt failed; trying again"
    );
}

/// The last attempt failed, too.
#[cold]
pub(super) fn gave_up(core: &Core, attempts: u32, reason: Reason, error: Description<'_>) {
    let reason = reason.as_str();
    macro_rules! event {
        ($level:ident) => {
            $level!(
                target: TARGET,
                name = core.name.as_str(),
                attempts,
                reason,
                %error,
                "gave up"
            )
        };
    }
    // In an outage the budget refuses most calls a second attempt: one event each would be a storm.
    if attempts > 1 {
        event!(warn);
    } else {
        event!(debug);
    }
}

/// A later attempt succeeded.
#[cold]
pub(super) fn recovered(core: &Core, attempts: u32) {
    info!(
        target: TARGET,
        name = core.name.as_str(),
        attempts,
        "succeeded after a failure"
    );
}

/// A policy was given that cannot be.
#[cold]
pub(super) fn impossible(name: &str, reason: &PolicyError) {
    error!(target: TARGET, name, %reason, "the policy cannot be; the defaults are used");
}
