//! `breaker_…`: the circuit of each breaker closed, with a success at each call, or open.
//!
//! Without `last100` the rule is five failures in a row, with it half of the last hundred calls. `recloser` and
//! `seatbelt` know rates only, seatbelt over a span of time; `failsafe` counts in a row only.

mod ours;
mod peers;

use tokio::runtime::Runtime;

use super::{called, case};
use crate::harness::drive::Driver;
use crate::harness::{Bench, Failure, Subject};

pub(super) fn run(
    bench: &Bench,
    runtime: &Runtime,
    alone: Driver<'_>,
    tasks: Driver<'_>,
) -> Result<(), Failure> {
    // The clock of seatbelt belongs to a runtime.
    let _entered = runtime.enter();
    for (suffix, driver) in [("", alone), ("_tasks64", tasks)] {
        case(bench, &format!("breaker_closed{suffix}"), || {
            vec![
                driver.subject("ours", ours::consecutive),
                ours::consecutive_by_hand(driver),
                peers::failsafe(driver, "failsafe", called::called),
                peers::recloser(driver, "recloser", called::called),
                peers::seatbelt(driver, "seatbelt", called::called),
                peers::tower_consecutive(driver, "tower-resilience", called::called),
                driver.subject("plain_call", called::called),
            ]
        });
        case(bench, &format!("breaker_closed_last100{suffix}"), || {
            vec![
                driver.subject("ours", ours::last_100),
                ours::last_100_by_hand(driver),
                peers::recloser(driver, "recloser", called::called),
                peers::seatbelt(driver, "seatbelt", called::called),
                peers::tower_last_100(driver, "tower-resilience", called::called),
            ]
        });
    }
    if bench.wants("breaker_open") {
        let mut subjects = vec![
            alone.subject("ours", ours::open),
            ours::open_by_hand(alone),
            peers::failsafe(alone, "failsafe", called::down),
            peers::recloser(alone, "recloser", called::down),
            peers::seatbelt(alone, "seatbelt", called::down),
            peers::tower_consecutive(alone, "tower-resilience", called::down),
        ];
        for subject in &mut subjects {
            opened(subject)?;
        }
        bench.compare("breaker_open", subjects);
    }
    Ok(())
}

/// Fails until the circuit is open, and makes sure that nothing gets through any more.
fn opened(subject: &mut Subject<'_>) -> Result<(), Failure> {
    const ENOUGH: u64 = 1_000;
    subject.calls(ENOUGH);
    let before = called::reached();
    subject.calls(ENOUGH);
    match called::reached() - before {
        0 => Ok(()),
        through => Err(format!("{}: {through} calls pass the open circuit", subject.name()).into()),
    }
}
