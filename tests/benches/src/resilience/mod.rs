//! Group `resilience`: guarded functions and the guards by hand, beside what else does the same.
//!
//! One thread polls what it calls without a runtime in between: nothing is pending that a runtime would wait for. The
//! function behind the guards takes no time, so that a figure is the guard's and the plain call's own.

mod breaker;
mod bulkhead;
mod called;
mod limit;
mod metrics;
mod retry;
mod stack;
mod timeout;

use tokio::runtime::Builder;

use crate::harness::drive::{Driver, Runtimes};
use crate::harness::{Bench, Failure, Subject};

/// The threads that the 64 tasks of a case share.
const WORKERS: usize = 2;

pub(crate) fn run(bench: &Bench) -> Result<(), Failure> {
    let runtimes = Runtimes {
        one: Builder::new_current_thread().enable_all().build()?,
        many: Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .enable_all()
            .build()?,
    };
    let alone = Driver::Polled(&runtimes.one);
    let tasks = Driver::Tasks(&runtimes.many);
    breaker::run(bench, &runtimes.one, alone, tasks)?;
    limit::run(bench, &runtimes, alone)?;
    retry::run(bench, alone);
    timeout::run(bench, alone);
    bulkhead::run(bench, alone, tasks);
    stack::run(bench, alone)?;
    metrics::run(bench)
}

/// Runs a case if it was asked for.
fn case<'r>(bench: &Bench, name: &str, subjects: impl FnOnce() -> Vec<Subject<'r>>) {
    if bench.wants(name) {
        bench.compare(name, subjects());
    }
}
