//! The attempts that run beside the first, and when there is to be another.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::task::coop::{Unconstrained, unconstrained};
use tokio::time::{Sleep, sleep};

/// What an attempt has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the answer.
    Won,
    /// Another is started in its place.
    Failed,
    /// A guard further in let nothing through, and would not let another through.
    Refused,
}

pin_project! {
    /// All attempts but the first.
    pub(super) struct Race<F: Future> {
        // Unconstrained: an attempt that uses up tokio's budget must not keep the next from starting.
        #[pin]
        timer: Option<Unconstrained<Sleep>>,
        // Places are not used again: there are as many as attempts may be started.
        others: Vec<Option<Pin<Box<F>>>>,
        // Attempts that failed and have no other in their place yet.
        fallen: u32,
        last: Option<F::Output>,
        turn: usize,
    }
}

impl<F: Future> Race<F> {
    pub(super) fn new() -> Self {
        Self {
            timer: None,
            others: Vec::new(),
            fallen: 0,
            last: None,
            turn: 0,
        }
    }

    /// Whether one of the others runs.
    pub(super) fn runs(&self) -> bool {
        self.others.iter().any(Option::is_some)
    }

    /// Adds an attempt, which is to be polled first.
    pub(super) fn start(self: Pin<&mut Self>, attempt: Pin<Box<F>>) {
        let this = self.project();
        this.others.push(Some(attempt));
        *this.turn = this.others.len();
    }

    /// What the last attempt that failed has returned.
    pub(super) fn last_failure(self: Pin<&mut Self>) -> Option<F::Output> {
        self.project().last.take()
    }

    /// An attempt has ended. Gives its result back if that is the answer.
    pub(super) fn ended(
        self: Pin<&mut Self>,
        result: F::Output,
        verdict: Verdict,
    ) -> Option<F::Output> {
        let this = self.project();
        match verdict {
            Verdict::Won => return Some(result),
            Verdict::Failed => {
                *this.fallen += 1;
                *this.last = Some(result);
            }
            // That an attempt was made and failed says more than that one was not made.
            Verdict::Refused => {
                this.last.get_or_insert(result);
            }
        }
        None
    }

    /// Polls all that run, `first` among them, and gives the first answer. Each time it begins with
    /// another: what one uses of tokio's budget, the next does not have.
    pub(super) fn poll_running(
        mut self: Pin<&mut Self>,
        mut first: Pin<&mut Option<F>>,
        cx: &mut Context<'_>,
        judge: impl Fn(&F::Output) -> Verdict,
    ) -> Option<F::Output> {
        let places = self.others.len() + 1;
        let turn = self.turn;
        *self.as_mut().project().turn = (turn + 1) % places;
        for place in (0..places).map(|place| (turn + place) % places) {
            let polled = match place.checked_sub(1) {
                None => poll_in(first.as_mut(), cx),
                Some(other) => self.as_mut().poll_other(other, cx),
            };
            if let Poll::Ready(result) = polled {
                let verdict = judge(&result);
                let won = self.as_mut().ended(result, verdict);
                if won.is_some() {
                    return won;
                }
            }
        }
        None
    }

    fn poll_other(self: Pin<&mut Self>, place: usize, cx: &mut Context<'_>) -> Poll<F::Output> {
        let Some(place) = self.project().others.get_mut(place) else {
            return Poll::Pending;
        };
        let Some(other) = place else {
            return Poll::Pending;
        };
        let polled = other.as_mut().poll(cx);
        if polled.is_ready() {
            *place = None;
        }
        polled
    }

    /// Whether another is due: one has failed, or those that run have taken long.
    pub(super) fn poll_due(
        self: Pin<&mut Self>,
        after: Duration,
        runs: bool,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        let mut this = self.project();
        if *this.fallen > 0 {
            *this.fallen -= 1;
            this.timer.set(None);
            return Poll::Ready(());
        }
        // All were refused.
        if !runs {
            return Poll::Pending;
        }
        if this.timer.is_none() {
            this.timer.set(Some(unconstrained(sleep(after))));
        }
        let due = match this.timer.as_mut().as_pin_mut() {
            Some(timer) => timer.poll(cx),
            None => Poll::Pending,
        };
        if due.is_ready() {
            this.timer.set(None);
        }
        due
    }
}

fn poll_in<F: Future>(mut place: Pin<&mut Option<F>>, cx: &mut Context<'_>) -> Poll<F::Output> {
    let Some(future) = place.as_mut().as_pin_mut() else {
        return Poll::Pending;
    };
    let polled = future.poll(cx);
    if polled.is_ready() {
        place.set(None);
    }
    polled
}
