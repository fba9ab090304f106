//! `timeout_…`: a time-out of 2 s over what is ready at once, or when polled for the second time.

use std::time::Duration;

use super::called::{Answer, CallError, called, waits};
use super::case;
use crate::harness::Bench;
use crate::harness::drive::Driver;

const AFTER: Duration = Duration::from_secs(2);

pub(super) fn run(bench: &Bench, driver: Driver<'_>) {
    case(bench, "timeout_ready", || {
        vec![
            driver.subject("plain_call", called),
            driver.subject("tokio", |i| tokio_timeout(called(i))),
        ]
    });
    case(bench, "timeout_waits", || {
        vec![
            driver.subject("plain_call", waits),
            driver.subject("tokio", |i| tokio_timeout(waits(i))),
        ]
    });
}

pub(super) async fn tokio_timeout(body: impl Future<Output = Answer>) -> Answer {
    match tokio::time::timeout(AFTER, body).await {
        Ok(answer) => answer,
        Err(_) => Err(CallError::Down),
    }
}
