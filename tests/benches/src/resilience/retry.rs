//! `retry_first`: the first attempt succeeds.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};

use super::called::called;
use super::case;
use crate::harness::Bench;
use crate::harness::drive::Driver;

const POLICY: ExponentialBuilder = ExponentialBuilder::new()
    .with_min_delay(Duration::from_millis(50))
    .with_max_delay(Duration::from_secs(5))
    .with_max_times(2)
    .with_jitter();

pub(super) fn run(bench: &Bench, driver: Driver<'_>) {
    case(bench, "retry_first", || {
        vec![
            driver.subject("plain_call", called),
            driver.subject("backon", |i| (move || called(i)).retry(POLICY)),
        ]
    });
}
