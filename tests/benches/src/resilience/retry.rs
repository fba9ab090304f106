//! `retry_first`: the first attempt succeeds.

use std::hint::black_box;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};

use gambeson::resilience::{Backoff, Retry};
use gambeson::retry;

use super::called::{Answer, called};
use super::case;
use crate::harness::drive::Driver;
use crate::harness::{Bench, leak};

const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(5);
const POLICY: ExponentialBuilder = ExponentialBuilder::new()
    .with_min_delay(FIRST)
    .with_max_delay(LONGEST)
    .with_max_times(2)
    .with_jitter();

pub(super) fn run(bench: &Bench, driver: Driver<'_>) {
    case(bench, "retry_first", || {
        let policy = Retry::builder()
            .attempts(3)
            .backoff(Backoff::exponential(FIRST).max(LONGEST));
        let retry = leak(policy.build().expect("the policy is possible"));
        vec![
            driver.subject("ours", ours),
            driver.subject("by_hand", |i| retry.run(move || called(i))),
            driver.subject("plain_call", called),
            driver.subject("backon", |i| (move || called(i)).retry(POLICY)),
        ]
    });
}

#[retry(3, backoff = exponential("50ms", max = "5s"))]
async fn ours(id: usize) -> Answer {
    Ok(black_box(id))
}
