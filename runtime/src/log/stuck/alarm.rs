//! What tells a call that waits that it has waited for long.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Sleep, sleep};

use super::site::StuckSite;
use super::watched::Watch;
use crate::log::call::Moment;
use crate::log::call::value::FieldValue;

/// It goes off once.
#[derive(Debug)]
pub(super) enum Alarm {
    /// A timer of tokio: the task itself tells, in its own context.
    Timer {
        site: &'static StuckSite,
        began: Moment,
        sleep: Pin<Box<Sleep>>,
    },
    /// There is no such timer: the thread tells, up to a second later.
    Thread(#[expect(dead_code, reason = "held until the end of the call")] Watch),
}

impl Alarm {
    /// For a call that began at `began`.
    pub(super) fn set(
        site: &'static StuckSite,
        began: Moment,
        after: Duration,
        values: &[FieldValue],
    ) -> Self {
        let left = after.saturating_sub(began.until(Moment::now()));
        match timer(left) {
            Some(sleep) => Self::Timer { site, began, sleep },
            None => Self::Thread(Watch::new(site, began, after, values)),
        }
    }

    /// Ready when it has gone off.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, values: &[FieldValue]) -> Poll<()> {
        let Self::Timer { site, began, sleep } = self else {
            return Poll::Pending;
        };
        ready!(sleep.as_mut().poll(cx));
        site.tell(began.until(Moment::now()), values);
        Poll::Ready(())
    }
}

/// Set once a runtime was met that has no timers.
static WITHOUT_TIMERS: AtomicBool = AtomicBool::new(false);

fn timer(left: Duration) -> Option<Pin<Box<Sleep>>> {
    if WITHOUT_TIMERS.load(Ordering::Relaxed) || Handle::try_current().is_err() {
        return None;
    }
    // A runtime that was built without `enable_time` cannot be told but by the panic. The call must
    // not end with it, because of a line in a log.
    let made = catch_unwind(AssertUnwindSafe(|| Box::pin(sleep(left))));
    if made.is_err() {
        WITHOUT_TIMERS.store(true, Ordering::Relaxed);
    }
    made.ok()
}
