//! Group `cache`: the `#[cached]` function and the manager by hand, beside what else does the same.

mod cold;
mod compile;
mod crates;
mod hit;
mod miss;
mod ours;
mod peers;
mod redis_tier;
pub(crate) mod resident;
mod values;

pub(crate) use values::Article;

pub(crate) use crate::harness::Failure;

use crate::harness::Bench;
use crate::harness::drive::Runtimes;

/// Entries that every bounded cache of a run may hold.
const CAPACITY: u64 = 100_000;
/// For how long, in seconds, every cache keeps an entry: longer than a run.
const TTL_SECONDS: u64 = 3_600;

pub(crate) fn run(bench: &Bench) -> Result<(), Failure> {
    let runtimes = Runtimes::new()?;
    hit::run(bench, &runtimes);
    miss::run(bench, &runtimes);
    cold::run(bench, &runtimes);
    let redis = redis_tier::run(bench, &runtimes);
    // The rest works in other processes.
    drop(runtimes);
    let whole = [
        compile::run(bench),
        crates::run(bench),
        resident::run(bench),
    ];
    // A case that cannot be measured here keeps no other from being measured.
    let failed: Vec<_> = std::iter::once(redis)
        .chain(whole)
        .filter_map(Result::err)
        .map(|error| error.to_string())
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("\n").into())
    }
}
