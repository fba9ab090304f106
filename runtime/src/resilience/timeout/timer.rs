//! The timer of a call that waits.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::task::coop::{Unconstrained, unconstrained};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::resilience::deadline::Deadline;

/// What is further away than any call waits for, and near enough for every clock.
const FAR: Duration = Duration::from_secs(86_400 * 365 * 30);

pin_project! {
    /// Ends at an instant. It is not held up by a body that uses up tokio's budget.
    pub(super) struct Timer {
        #[pin]
        sleep: Unconstrained<Sleep>,
        until: Instant,
        given: Duration,
        // Whether no deadline further out comes before.
        nearest: bool,
    }
}

impl Timer {
    /// Ends when the `given` time is over, of which so much has `passed`; `None` if it is over now.
    pub(super) fn after(
        passed: Duration,
        given: Duration,
        nearest: bool,
    ) -> Option<Pin<Box<Self>>> {
        let now = Instant::now();
        let left = if passed.is_zero() || stands_still(now) {
            given
        } else {
            given.saturating_sub(passed)
        };
        if left.is_zero() {
            return None;
        }
        let until = now.checked_add(left).unwrap_or_else(|| now + FAR);
        Some(Self::at(until, given, nearest))
    }

    pub(super) fn at(until: Instant, given: Duration, nearest: bool) -> Pin<Box<Self>> {
        Box::pin(Self {
            sleep: unconstrained(sleep_until(until)),
            until,
            given,
            nearest,
        })
    }

    /// The time that was given, when it is over.
    pub(super) fn poll_over(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Duration> {
        let this = self.project();
        let given = *this.given;
        this.sleep.poll(cx).map(|()| given)
    }

    pub(super) fn deadline(&self) -> Option<Deadline> {
        self.nearest.then_some(Deadline::timer(self.until))
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer")
            .field("until", &self.until)
            .finish_non_exhaustive()
    }
}

/// Whether tokio's clock is that of a test, for which no time passes while the body computes.
#[cold]
fn stands_still(now: Instant) -> bool {
    const NEAR: Duration = Duration::from_millis(1);
    let (shown, real) = (now.into_std(), std::time::Instant::now());
    real.saturating_duration_since(shown) > NEAR || shown.saturating_duration_since(real) > NEAR
}
