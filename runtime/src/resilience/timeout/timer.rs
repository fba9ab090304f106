//! The timer of a call that waits.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::task::coop::unconstrained;
use tokio::time::{Instant, Sleep, sleep_until};

/// What is further away than any call waits for, and near enough for every clock.
const FAR: Duration = Duration::from_secs(86_400 * 365 * 30);

/// A timer that ends in `span`, of which so much has `passed`; `None` if it is over now.
pub(super) fn after(passed: Duration, span: Duration) -> Option<Pin<Box<Sleep>>> {
    let now = Instant::now();
    let left = if passed.is_zero() || stands_still(now) {
        span
    } else {
        span.saturating_sub(passed)
    };
    if left.is_zero() {
        return None;
    }
    let until = now.checked_add(left).unwrap_or_else(|| now + FAR);
    Some(Box::pin(sleep_until(until)))
}

/// Whether it has ended. A body that uses up tokio's budget does not hold it up.
pub(super) fn poll_end(mut timer: Pin<&mut Sleep>, cx: &mut Context<'_>) -> Poll<()> {
    let timer = poll_fn(|cx| timer.as_mut().poll(cx));
    pin!(unconstrained(timer)).poll(cx)
}

/// Whether tokio's clock is that of a test, for which no time passes while the body computes.
#[cold]
fn stands_still(now: Instant) -> bool {
    const NEAR: Duration = Duration::from_millis(1);
    let (shown, real) = (now.into_std(), std::time::Instant::now());
    real.saturating_duration_since(shown) > NEAR || shown.saturating_duration_since(real) > NEAR
}
