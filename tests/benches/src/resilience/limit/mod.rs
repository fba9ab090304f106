//! `rate_limit_…`: each call is admitted.

mod local;
mod store;

use crate::harness::drive::{Driver, Runtimes};
use crate::harness::{Bench, Failure};

pub(super) fn run(bench: &Bench, runtimes: &Runtimes, alone: Driver<'_>) -> Result<(), Failure> {
    local::run(bench, alone);
    store::run(bench, runtimes)
}
