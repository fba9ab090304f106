//! The future of all attempts.

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
    #[must_use = "a future does nothing until it is awaited"]
    pub(super) struct Hedged<M, F: Future, J, C> {
        #[pin]
        first: Option<F>,
        begun: bool,
        race: Option<Pin<Box<Race<F>>>>,
        after: Duration,
        // How many may still be started.
        left: u32,
        make: M,
        judge: J,
        count: C,
    }
}

impl<M, F, J, C> Hedged<M, F, J, C>
where
    M: FnMut() -> F,
    F: Future,
    J: Fn(&F::Output) -> Verdict,
    C: Fn(),
{
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn new(make: M, judge: J, after: Duration, max: u32, count: C) -> Self {
        Self {
            first: None,
            begun: false,
            race: None,
            after,
            left: max,
            make,
            judge,
            count,
        }
    }

    /// The first attempt waits, or has failed.
    #[cold]
    fn poll_race(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: Option<(F::Output, Verdict)>,
    ) -> Poll<F::Output> {
        let mut this = self.project();
        let newly = this.race.is_none();
        let mut race = this
            .race
            .get_or_insert_with(|| Box::pin(Race::new()))
            .as_mut();
        let mut won = None;
        if let Some((result, verdict)) = first {
            won = race.as_mut().ended(result, verdict);
        } else if !newly {
            won = race
                .as_mut()
                .poll_running(this.first.as_mut(), cx, &*this.judge);
        }
        while won.is_none() && *this.left > 0 {
            let runs = this.first.is_some() || race.runs();
            if race.as_mut().poll_due(*this.after, runs, cx).is_pending() {
                break;
            }
            *this.left -= 1;
            (this.count)();
            let another = Box::pin((this.make)());
            won = race.as_mut().start(another, cx, &*this.judge);
        }
        if won.is_none() && this.first.is_none() && !race.runs() {
            won = race.last_failure();
        }
        let Some(result) = won else {
            return Poll::Pending;
        };
        // Those that have lost are gone before anybody goes on with the result.
        this.first.set(None);
        *this.race = None;
        Poll::Ready(result)
    }
}

impl<M, F, J, C> Future for Hedged<M, F, J, C>
where
    M: FnMut() -> F,
    F: Future,
    J: Fn(&F::Output) -> Verdict,
    C: Fn(),
{
    type Output = F::Output;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let mut this = self.as_mut().project();
        if this.race.is_some() {
            return self.poll_race(cx, None);
        }
        if !*this.begun {
            *this.begun = true;
            let first = (this.make)();
            this.first.set(Some(first));
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
            _ => Poll::Ready(result),
        }
    }
}

impl<M, F: Future, J, C> std::fmt::Debug for Hedged<M, F, J, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hedged")
            .field("after", &self.after)
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}
