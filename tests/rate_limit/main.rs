//! `#[rate_limit]` and the limiter by hand, in memory.
#![deny(warnings, clippy::all, clippy::pedantic)]

mod attribute;
mod bounds;
mod exact;
mod forms;
mod keys;
mod scope;
mod stored;
mod waiting;

use gambeson::Rejected;
use gambeson::resilience::RateLimited;

/// An error of a function with a limit.
#[derive(Debug, PartialEq, Eq)]
enum Failure {
    Limited(RateLimited),
    Other(Rejected),
}

impl From<Rejected> for Failure {
    fn from(rejected: Rejected) -> Self {
        match rejected {
            Rejected::RateLimited(limited) => Self::Limited(limited),
            other => Self::Other(other),
        }
    }
}
