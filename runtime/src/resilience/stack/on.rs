//! Guards above one another.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::guard::{Answer, Begin, Call, End, Guard};

/// The guards of a call from some place down to the body.
///
/// As [`Guard`], but for all of them; the body is at hand because it has to be dropped before the
/// guards that hold something for it let go.
pub trait Chain<R> {
    /// Begins what has not begun, from the outermost on.
    fn poll_begin(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>>;

    /// The same for a function that is not async.
    fn begin_blocking(&mut self, call: Call<'_>) -> Begin<R>;

    /// Polls the body, beneath the deadlines of all guards.
    fn poll_body<F: Future<Output = R>>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        body: Pin<&mut F>,
    ) -> Poll<R>;

    /// Asks whether a guard will not wait for what is below it; the innermost is asked first.
    fn poll_cut<F>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        body: Pin<&mut Option<F>>,
    ) -> Poll<End<R>>;

    /// Tells all guards of an answer, the innermost first.
    fn end(&mut self, answer: Answer<R>, call: Call<'_>) -> End<R>;

    /// Cancels all guards that have begun or wait to, the innermost first.
    fn cancel(&mut self);
}

/// The body's own place, beneath all guards.
#[derive(Debug)]
pub struct Innermost;

impl<R> Chain<R> for Innermost {
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Begin<R>> {
        Poll::Ready(ControlFlow::Continue(()))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<R> {
        ControlFlow::Continue(())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_body<F: Future<Output = R>>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        body: Pin<&mut F>,
    ) -> Poll<R> {
        call.scope(|| body.poll(cx))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_cut<F>(
        &mut self,
        _: &mut Context<'_>,
        _: Call<'_>,
        _: Pin<&mut Option<F>>,
    ) -> Poll<End<R>> {
        Poll::Pending
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<R>, _: Call<'_>) -> End<R> {
        End::Done(answer)
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {}
}

/// `upper` above `lower`.
#[derive(Debug)]
pub struct On<A, B> {
    // A call that is dropped ends from the inside out, as any other: fields are dropped in this order.
    lower: B,
    upper: A,
    stage: Stage,
}

/// What the upper guard knows of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nothing, or that it has ended.
    Idle,
    /// It makes the call wait.
    Waits,
    /// It has let the call through, and not heard of it since.
    Begun,
}

impl<A, B> On<A, B> {
    /// `upper` above `lower`.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(upper: A, lower: B) -> Self {
        Self {
            lower,
            upper,
            stage: Stage::Idle,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn ended<R>(&mut self, answer: Answer<R>, call: Call<'_>) -> End<R>
    where
        A: Guard<R>,
    {
        self.stage = Stage::Idle;
        self.upper.end(answer, call)
    }
}

impl<R, A: Guard<R>, B: Chain<R>> Chain<R> for On<A, B> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>> {
        loop {
            if self.stage != Stage::Begun {
                match self.upper.poll_begin(cx, call) {
                    Poll::Ready(ControlFlow::Continue(())) => self.stage = Stage::Begun,
                    Poll::Ready(ControlFlow::Break(answer)) => {
                        self.stage = Stage::Idle;
                        return Poll::Ready(ControlFlow::Break(answer));
                    }
                    Poll::Pending => {
                        self.stage = Stage::Waits;
                        return Poll::Pending;
                    }
                }
            }
            let below = call.below(self.upper.deadline());
            let answer = match self.lower.poll_begin(cx, below) {
                Poll::Ready(ControlFlow::Continue(())) => {
                    return Poll::Ready(ControlFlow::Continue(()));
                }
                Poll::Ready(ControlFlow::Break(answer)) => answer,
                Poll::Pending => {
                    let answer = ready!(self.upper.poll_cut(cx, call));
                    self.lower.cancel();
                    self.stage = Stage::Idle;
                    return Poll::Ready(ControlFlow::Break(answer));
                }
            };
            if let End::Done(answer) = self.ended(answer, call) {
                return Poll::Ready(ControlFlow::Break(answer));
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, call: Call<'_>) -> Begin<R> {
        loop {
            if self.stage != Stage::Begun {
                self.upper.begin_blocking(call)?;
                self.stage = Stage::Begun;
            }
            let below = call.below(self.upper.deadline());
            let ControlFlow::Break(answer) = self.lower.begin_blocking(below) else {
                return ControlFlow::Continue(());
            };
            if let End::Done(answer) = self.ended(answer, call) {
                return ControlFlow::Break(answer);
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_body<F: Future<Output = R>>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        body: Pin<&mut F>,
    ) -> Poll<R> {
        let below = call.below(self.upper.deadline());
        self.lower.poll_body(cx, below, body)
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_cut<F>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        mut body: Pin<&mut Option<F>>,
    ) -> Poll<End<R>> {
        let below = call.below(self.upper.deadline());
        match self.lower.poll_cut(cx, below, body.as_mut()) {
            Poll::Ready(End::Done(answer)) => return Poll::Ready(self.ended(answer, call)),
            again @ Poll::Ready(End::Again(_)) => return again,
            Poll::Pending => {}
        }
        let answer = ready!(self.upper.poll_cut(cx, call));
        body.set(None);
        self.lower.cancel();
        self.stage = Stage::Idle;
        Poll::Ready(End::Done(answer))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<R>, call: Call<'_>) -> End<R> {
        let below = call.below(self.upper.deadline());
        match self.lower.end(answer, below) {
            End::Done(answer) => self.ended(answer, call),
            again @ End::Again(_) => again,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.lower.cancel();
        if self.stage != Stage::Idle {
            self.stage = Stage::Idle;
            self.upper.cancel();
        }
    }
}
