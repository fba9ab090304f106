//! Group `strategies`: what the strategies of `#[cached]` cost, beside a plain hit and beside what one writes by hand.

mod batch;
mod plain;

use crate::harness::drive::Runtimes;
use crate::harness::{Bench, Failure};

pub(crate) fn run(bench: &Bench) -> Result<(), Failure> {
    let runtimes = Runtimes::new()?;
    batch::of_one(bench, &runtimes);
    batch::run(bench, &runtimes)
}
