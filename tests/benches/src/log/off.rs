//! `off_async`, `off_sync`: nobody listens.

use super::called::{autometrics, blocking, fastrace, instrument, logcall, ours, plain};
use crate::harness::Bench;
use crate::harness::drive::Driver;

pub(super) fn run(bench: &Bench, driver: Driver<'_>) {
    if bench.wants("off_async") {
        let subjects = vec![
            driver.subject("ours", ours::waits),
            driver.subject("plain_call", plain::waits),
            driver.subject("instrument", instrument::waits),
            driver.subject("logcall", logcall::waits),
            driver.subject("fastrace", fastrace::waits),
            driver.subject("autometrics", autometrics::waits),
        ];
        bench.compare("off_async", subjects);
    }
    if bench.wants("off_sync") {
        let subjects = vec![
            blocking("ours", ours::blocks),
            blocking("plain_call", plain::blocks),
            blocking("instrument", instrument::blocks),
            blocking("logcall", logcall::blocks),
            blocking("fastrace", fastrace::blocks),
            blocking("autometrics", autometrics::blocks),
        ];
        bench.compare("off_sync", subjects);
    }
}
