//! Group `log`: functions with `#[log_execution_time]`, and lines of a log, beside what else does the same.
//!
//! `off_…` is measured in this process, where nobody listens. What needs a subscriber or a recorder of a whole process
//! runs in children, a child for each subject.

mod called;
mod compile;
mod counted;
mod json;
mod listened;
mod off;
mod written;

use std::process::ExitCode;

use tokio::runtime::{Builder, Runtime};

use crate::harness::drive::Driver;
use crate::harness::{Bench, Failure, child};

/// The first argument of a child; the case and the subject follow.
const CHILD: &str = "log-child";

pub(crate) fn run(bench: &Bench) -> Result<(), Failure> {
    let runtime = runtime()?;
    off::run(bench, Driver::Polled(&runtime));
    drop(runtime);
    in_children(bench, "on", &listened::SUBJECTS)?;
    in_children(bench, "json_event", &json::SUBJECTS)?;
    in_children(bench, "json_event_masked", &json::SUBJECTS)?;
    in_children(bench, "metrics", &counted::SUBJECTS)?;
    written::run(bench)?;
    compile::run(bench)
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Runs a case, each subject of which is a child.
fn in_children(bench: &Bench, case: &str, subjects: &[&'static str]) -> Result<(), Failure> {
    if !bench.wants(case) {
        return Ok(());
    }
    let subjects: Result<Vec<_>, Failure> = subjects
        .iter()
        .map(|name| child::subject(CHILD, case, name))
        .collect();
    bench.compare(case, subjects?);
    Ok(())
}

/// Makes the calls of one subject, if this process was started for that.
pub(crate) fn child() -> Option<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next()? != CHILD {
        return None;
    }
    let (case, name) = (arguments.next()?, arguments.next()?);
    let runtime = runtime().ok()?;
    let driver = Driver::Polled(&runtime);
    let code = match case.as_str() {
        "on" => listened::serve(&name, driver),
        "json_event" => json::serve(&name, false, &runtime),
        "json_event_masked" => json::serve(&name, true, &runtime),
        "metrics" => counted::serve(&name, driver),
        _ => None,
    };
    Some(code.unwrap_or(ExitCode::FAILURE))
}
