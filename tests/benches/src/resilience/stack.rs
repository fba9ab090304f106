//! `stack_of_five`: the five guards above a call that is ready at once; in a row of its own a second time-out in the place
//! of the rate limit. `future_bytes`: what a future with one await in it grows to beneath them. The peer has five
//! `tracing::instrument` that no subscriber listens to.

use std::hint::black_box;

use gambeson::{bulkhead, circuit_breaker, rate_limit, retry, timeout};

use super::called::{Answer, Step, called, waits};
use super::{case, timeout as timeouts};
use crate::harness::drive::Driver;
use crate::harness::{Bench, Failure, Unit};

pub(super) fn run(bench: &Bench, driver: Driver<'_>) -> Result<(), Failure> {
    case(bench, "stack_of_five", || {
        vec![
            driver.subject("ours", guarded),
            driver.subject("two_timeouts", timed_twice),
            driver.subject("plain_call", called),
            driver.subject("instrument_x5", instrumented),
        ]
    });
    let futures = [
        ("ours", size_of_val(&guarded_waits(1))),
        ("two_timeouts", size_of_val(&timed_twice_waits(1))),
        ("plain_call", size_of_val(&waits(1))),
        ("instrument_x5", size_of_val(&instrumented_waits(1))),
        ("tokio", size_of_val(&timeouts::tokio_timeout(waits(1)))),
    ];
    if !bench.wants("future_bytes") {
        return Ok(());
    }
    let names = futures.map(|(name, _)| name);
    bench.compare_whole("future_bytes", Unit::Count, 1, &names, |name, _| {
        let bytes = futures.iter().find(|(of, _)| *of == name);
        let (_, bytes) = bytes.ok_or("no such future")?;
        Ok(f64::from(u32::try_from(*bytes)?))
    })
}

#[timeout("10s")]
#[retry(3)]
#[circuit_breaker]
#[timeout("2s")]
#[bulkhead(100)]
async fn timed_twice(id: usize) -> Answer {
    Ok(black_box(id))
}

#[timeout("10s")]
#[retry(3)]
#[circuit_breaker]
#[timeout("2s")]
#[bulkhead(100)]
async fn timed_twice_waits(id: usize) -> Answer {
    Step::default().await;
    Ok(black_box(id))
}

#[rate_limit("1000000000/s")]
#[retry(3)]
#[circuit_breaker]
#[timeout("2s")]
#[bulkhead(100)]
async fn guarded(id: usize) -> Answer {
    Ok(black_box(id))
}

#[rate_limit("1000000000/s")]
#[retry(3)]
#[circuit_breaker]
#[timeout("2s")]
#[bulkhead(100)]
async fn guarded_waits(id: usize) -> Answer {
    Step::default().await;
    Ok(black_box(id))
}

#[tracing::instrument]
#[tracing::instrument]
#[tracing::instrument]
#[tracing::instrument]
#[tracing::instrument]
async fn instrumented(id: usize) -> Answer {
    called(id).await
}

#[tracing::instrument]
#[tracing::instrument]
#[tracing::instrument]
#[tracing::instrument]
#[tracing::instrument]
async fn instrumented_waits(id: usize) -> Answer {
    waits(id).await
}
