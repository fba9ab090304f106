//! What a check answers while the store does not.

use std::time::Duration;

use super::local::Local;
use super::servers::PROBED_EVERY;
use super::watch::Nanos;
use crate::resilience::limit::Decision;

pub(super) enum Outage {
    Local(Local),
    Open,
    Closed,
}

impl Outage {
    pub(super) fn check(&self, key: &[u8], cost: u32, burst: u32, now: Nanos) -> Decision {
        match self {
            Self::Local(local) => local.check(key, cost, now),
            Self::Open => Decision::new(true, burst, burst, Duration::ZERO, Duration::ZERO),
            // By then the store may have been found again.
            Self::Closed => Decision::new(false, burst, 0, PROBED_EVERY, PROBED_EVERY),
        }
    }
}
