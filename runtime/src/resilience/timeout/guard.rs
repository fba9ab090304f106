//! A time-out as a guard of a stack.

use std::ops::ControlFlow;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::limit::Limit;
use super::site::TimeoutSite;
use super::span::Length;
use crate::resilience::rejected::Rejected;
use crate::stack::deadline::Deadline;
use crate::stack::{Answer, Begin, Call, End, Guard};

/// The time-out of one call, or of one attempt after another.
#[derive(Debug)]
pub struct TimeoutGuard<'s, L, F> {
    site: &'s TimeoutSite,
    limit: Limit,
    span: L,
    refuse: F,
}

impl<'s, L: Length, F> TimeoutGuard<'s, L, F> {
    /// Gives `span` to what is below.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'s TimeoutSite, span: L, refuse: F) -> Self {
        Self {
            site,
            limit: Limit::Idle,
            span,
            refuse,
        }
    }

    #[cold]
    fn late<R>(&self, after: Duration) -> R
    where
        F: Fn(Rejected) -> R,
    {
        (self.refuse)(self.site.timed_out(after))
    }
}

impl<R, L: Length, F: Fn(Rejected) -> R> Guard<R> for TimeoutGuard<'_, L, F> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, _: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>> {
        Poll::Ready(match self.limit.begin(self.span.span(), call) {
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
            // No attempt was made, so guards above count none; and there is no time for another.
            ControlFlow::Break(()) => {
                ControlFlow::Break(Answer::refused(self.late(Duration::ZERO)))
            }
        })
    }

    /// A time-out stands on async functions only: nothing else can be stopped.
    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<R> {
        ControlFlow::Continue(())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_cut(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Answer<R>> {
        if self.limit.is_first_wait() {
            self.site.count();
        }
        let after = ready!(self.limit.poll_over(self.span.span(), cx, call));
        self.limit.end();
        Poll::Ready(Answer::made(self.late(after)))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, _: Answer<&R>, _: Call<'_>) -> End {
        self.limit.end();
        End::Done
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.limit.end();
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn deadline(&self) -> Option<Deadline> {
        self.limit.deadline(self.span.span())
    }
}
