//! The time of one call.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Sleep, sleep_until};

use super::timer;
use crate::clock::{Clock, Tick};
use crate::stack::Call;
use crate::stack::deadline::{Against, Deadline, GRAIN};

/// Since when, or until when, a call runs. Sixteen bytes: what never waits has no timer.
#[derive(Debug)]
pub(super) enum Limit {
    /// Nothing runs.
    Idle,
    /// Since then. No deadline further out comes before this one.
    Since(Tick),
    /// Since then. One further out comes before, and whoever set it keeps it.
    Behind(Tick),
    /// What is below was pending.
    Timed(Pin<Box<Sleep>>),
    /// The same, behind one further out.
    BehindTimed(Pin<Box<Sleep>>),
    /// Until a deadline of another task, which nobody in this one keeps.
    Carried(Box<Carried>),
}

#[derive(Debug)]
pub(super) struct Carried {
    timer: Pin<Box<Sleep>>,
    given: Duration,
}

impl Limit {
    /// Begins; [`Break`](ControlFlow::Break) if the caller's time is over already.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn begin(&mut self, span: Duration, call: Call<'_>) -> ControlFlow<()> {
        let now = call.now(&Clock::System);
        *self = match call.deadline() {
            None => Self::Since(now),
            Some(outer) => match outer.against(now, span) {
                Against::Over => return ControlFlow::Break(()),
                Against::Later => Self::Since(now),
                Against::Nearer => Self::Behind(now),
                Against::Carried { until, left } => Self::Carried(Box::new(Carried {
                    timer: Box::pin(sleep_until(until)),
                    given: left,
                })),
            },
        };
        ControlFlow::Continue(())
    }

    /// What is below is pending; gives the time that the call had, when that is over.
    pub(super) fn poll_over(
        &mut self,
        span: Duration,
        cx: &mut Context<'_>,
        call: Call<'_>,
    ) -> Poll<Duration> {
        if let Self::Since(began) | Self::Behind(began) = *self {
            // The coarse clock may have lagged when the call began: no more than this is sure.
            let passed = call.now(&Clock::System).since(began).saturating_sub(GRAIN);
            let Some(timer) = timer::after(passed, span) else {
                return Poll::Ready(span);
            };
            *self = match self {
                Self::Behind(_) => Self::BehindTimed(timer),
                _ => Self::Timed(timer),
            };
        }
        match self {
            Self::Timed(timer) | Self::BehindTimed(timer) => {
                timer::poll_end(timer.as_mut(), cx).map(|()| span)
            }
            Self::Carried(carried) => {
                let Carried { timer, given } = &mut **carried;
                timer::poll_end(timer.as_mut(), cx).map(|()| *given)
            }
            Self::Idle | Self::Since(_) | Self::Behind(_) => Poll::Pending,
        }
    }

    /// Nothing runs any more.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn end(&mut self) {
        match self {
            Self::Idle | Self::Since(_) | Self::Behind(_) => {}
            Self::Timed(_) | Self::BehindTimed(_) | Self::Carried(_) => self.drop_timer(),
        }
    }

    // Apart, so that what never waits stays small.
    #[inline(never)]
    fn drop_timer(&mut self) {
        *self = Self::Idle;
    }

    /// Until when what is below has to be done, unless what is in force comes first.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn deadline(&self, span: Duration) -> Option<Deadline> {
        match self {
            Self::Idle | Self::Behind(_) | Self::BehindTimed(_) => None,
            Self::Since(began) => Some(Deadline::coarse(began.after(span))),
            Self::Timed(timer) => Some(Deadline::timer(timer.deadline())),
            Self::Carried(carried) => Some(Deadline::timer(carried.timer.deadline())),
        }
    }

    /// Whether what is below has not been pending yet.
    pub(super) fn is_first_wait(&self) -> bool {
        matches!(self, Self::Since(_) | Self::Behind(_))
    }
}
