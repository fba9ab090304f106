//! `timeout_…`: a time-out of 2 s over what is ready at once, or when polled for the second time.

use std::hint::black_box;
use std::time::Duration;

use gambeson::resilience::Timeout;
use gambeson::timeout;

use super::called::{Answer, CallError, Step, called, waits};
use super::case;
use crate::harness::drive::Driver;
use crate::harness::{Bench, leak};

const AFTER: Duration = Duration::from_secs(2);

pub(super) fn run(bench: &Bench, driver: Driver<'_>) {
    let by_hand = leak(Timeout::new(AFTER));
    case(bench, "timeout_ready", || {
        vec![
            driver.subject("ours", ready),
            driver.subject("by_hand", |i| by_hand.run(called(i))),
            driver.subject("plain_call", called),
            driver.subject("tokio", |i| tokio_timeout(called(i))),
        ]
    });
    case(bench, "timeout_waits", || {
        vec![
            driver.subject("ours", pending),
            driver.subject("by_hand", |i| by_hand.run(waits(i))),
            driver.subject("plain_call", waits),
            driver.subject("tokio", |i| tokio_timeout(waits(i))),
        ]
    });
}

#[timeout("2s")]
async fn ready(id: usize) -> Answer {
    Ok(black_box(id))
}

#[timeout("2s")]
async fn pending(id: usize) -> Answer {
    Step::default().await;
    Ok(black_box(id))
}

pub(super) async fn tokio_timeout(body: impl Future<Output = Answer>) -> Answer {
    match tokio::time::timeout(AFTER, body).await {
        Ok(answer) => answer,
        Err(_) => Err(CallError::Down),
    }
}
