//! What tells a call that waits that it has waited for long.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::Sleep;

use super::site::StuckSite;
use super::watched::Watch;
use crate::log::call::Moment;
use crate::log::call::value::FieldValue;
use crate::timer;

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
        match timer::after(left) {
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
