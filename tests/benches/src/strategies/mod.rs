//! Group `strategies`: what the strategies of `#[cached]` cost, beside a plain hit and beside what one writes by hand.

mod batch;
mod behind;
mod memory;
mod plain;
mod tags;

use crate::harness::drive::Runtimes;
use crate::harness::{Bench, Failure};

pub(crate) fn run(bench: &Bench) -> Result<(), Failure> {
    let runtimes = Runtimes::new()?;
    memory::refresh_ahead(bench, &runtimes);
    batch::of_one(bench, &runtimes);
    tags::in_memory(bench, &runtimes);
    // A case that cannot be measured here keeps no other from being measured.
    let failed: Vec<String> = [
        memory::tracking(bench, &runtimes),
        batch::run(bench, &runtimes),
        behind::put(bench, &runtimes),
        behind::drain(bench, &runtimes),
        tags::in_redis(bench, &runtimes),
    ]
    .into_iter()
    .filter_map(Result::err)
    .map(|error| error.to_string())
    .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("\n").into())
    }
}
