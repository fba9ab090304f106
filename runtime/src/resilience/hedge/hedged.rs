//! All attempts of one call.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;

use super::race::{Race, Verdict};

pin_project! {
    /// The first attempt, and the others beside it.
    ///
    /// The first lies in here and not in a box: one that answers at once allocates nothing. What the
    /// others need is made when the first waits.
    pub struct Hedged<F: Future, J, C> {
        #[pin]
        first: Option<F>,
        begun: bool,
        race: Option<Pin<Box<Race<F>>>>,
        after: Duration,
        // How many may still be started.
        left: u32,
        judge: J,
        count: C,
    }
}

impl<F, J, C> Hedged<F, J, C>
where
    F: Future,
    J: Fn(&F::Output) -> Verdict,
    C: Fn(),
{
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn new(after: Duration, max: u32, judge: J, count: C) -> Self {
        Self {
            first: None,
            begun: false,
            race: None,
            after,
            left: max,
            judge,
            count,
        }
    }

    /// Adds an attempt. It is polled by [`next`](Self::next).
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn start(self: Pin<&mut Self>, attempt: F) {
        let mut this = self.project();
        if *this.begun {
            this.race
                .get_or_insert_with(|| Box::pin(Race::new()))
                .as_mut()
                .start(Box::pin(attempt));
        } else {
            *this.begun = true;
            this.first.set(Some(attempt));
        }
    }

    /// Runs what was started, until there is an answer or another attempt is to be started.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn next(self: Pin<&mut Self>) -> Next<'_, F, J, C> {
        Next { all: self }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<ControlFlow<F::Output>> {
        let mut this = self.as_mut().project();
        if this.race.is_some() {
            return self.poll_race(cx, None);
        }
        // Polled again after its end: there is nothing left to do.
        let Some(first) = this.first.as_mut().as_pin_mut() else {
            return Poll::Pending;
        };
        let Poll::Ready(result) = first.poll(cx) else {
            return if *this.left == 0 {
                Poll::Pending
            } else {
                self.poll_race(cx, None)
            };
        };
        this.first.set(None);
        match (this.judge)(&result) {
            verdict @ (Verdict::Failed | Verdict::Refused) if *this.left > 0 => {
                self.poll_race(cx, Some((result, verdict)))
            }
            _ => Poll::Ready(ControlFlow::Break(result)),
        }
    }

    /// The first attempt waits, or has failed.
    #[cold]
    fn poll_race(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: Option<(F::Output, Verdict)>,
    ) -> Poll<ControlFlow<F::Output>> {
        let mut this = self.project();
        // What was just polled to get here is not polled again.
        let polled = this.race.is_none();
        let mut race = this
            .race
            .get_or_insert_with(|| Box::pin(Race::new()))
            .as_mut();
        let mut won = match first {
            Some((result, verdict)) => race.as_mut().ended(result, verdict),
            None if polled => None,
            None => race
                .as_mut()
                .poll_running(this.first.as_mut(), cx, &*this.judge),
        };
        let runs = this.first.is_some() || race.runs();
        if won.is_none()
            && *this.left > 0
            && race.as_mut().poll_due(*this.after, runs, cx).is_ready()
        {
            *this.left -= 1;
            (this.count)();
            return Poll::Ready(ControlFlow::Continue(()));
        }
        if won.is_none() && !runs {
            won = race.last_failure();
        }
        let Some(result) = won else {
            return Poll::Pending;
        };
        // Those that have lost are gone before anybody goes on with the result.
        this.first.set(None);
        *this.race = None;
        Poll::Ready(ControlFlow::Break(result))
    }
}

impl<F: Future, J, C> std::fmt::Debug for Hedged<F, J, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hedged")
            .field("after", &self.after)
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}

/// Until there is an answer, or another attempt is to be started.
#[derive(Debug)]
#[must_use = "a future does nothing until it is awaited"]
pub struct Next<'a, F: Future, J, C> {
    all: Pin<&'a mut Hedged<F, J, C>>,
}

impl<F, J, C> Future for Next<'_, F, J, C>
where
    F: Future,
    J: Fn(&F::Output) -> Verdict,
    C: Fn(),
{
    type Output = ControlFlow<F::Output>;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.all.as_mut().poll_next(cx)
    }
}
