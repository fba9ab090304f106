//! The time of one call.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::timer::Timer;
use crate::clock::{Clock, Tick};
use crate::resilience::deadline::{Against, Deadline, GRAIN};
use crate::resilience::stack::Call;

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
    Waits(Pin<Box<Timer>>),
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
                // Nobody in this task keeps it.
                Against::Carried { until, left } => Self::Waits(Timer::at(until, left, true)),
            },
        };
        ControlFlow::Continue(())
    }

    /// What is below is pending; gives the time that the call had, when that is over.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn poll_over(
        &mut self,
        span: Duration,
        cx: &mut Context<'_>,
        call: Call<'_>,
    ) -> Poll<Duration> {
        let began = match self {
            Self::Idle => return Poll::Pending,
            Self::Waits(timer) => return timer.as_mut().poll_over(cx),
            Self::Since(began) | Self::Behind(began) => *began,
        };
        // The coarse clock may have lagged when the call began: no more than this is sure.
        let passed = call.now(&Clock::System).since(began).saturating_sub(GRAIN);
        let nearest = matches!(self, Self::Since(_));
        let Some(mut timer) = Timer::after(passed, span, nearest) else {
            return Poll::Ready(span);
        };
        let over = timer.as_mut().poll_over(cx);
        *self = Self::Waits(timer);
        over
    }

    /// Until when what is below has to be done, unless what is in force comes first.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn deadline(&self, span: Duration) -> Option<Deadline> {
        match self {
            Self::Idle | Self::Behind(_) => None,
            Self::Since(began) => Some(Deadline::coarse(began.after(span))),
            Self::Waits(timer) => timer.deadline(),
        }
    }

    /// Whether a timer was made.
    pub(super) fn waits(&self) -> bool {
        matches!(self, Self::Waits(_))
    }
}
