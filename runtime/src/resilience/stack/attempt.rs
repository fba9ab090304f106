//! One attempt: the guards and the body as one future.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use super::guard::{Answer, Call, End};
use super::on::Chain;

pin_project! {
    /// Runs `body` beneath `guards`. The guards outlive it: after
    /// [`Continue`](ControlFlow::Continue), another attempt with a new body goes on where they are.
    #[derive(Debug)]
    #[must_use = "a future does nothing until it is awaited"]
    pub struct Attempt<'g, G, F> {
        // Dropped before the guards let go, which are not owned here.
        #[pin]
        body: Option<F>,
        guards: &'g mut G,
        begun: bool,
    }
}

/// One attempt of `body` beneath `guards`.
#[cfg_attr(not(debug_assertions), inline)]
pub fn attempt<R, G: Chain<R>, F: Future<Output = R>>(
    guards: &mut G,
    body: F,
) -> Attempt<'_, G, F> {
    Attempt {
        body: Some(body),
        guards,
        begun: false,
    }
}

impl<R, G: Chain<R>, F: Future<Output = R>> Attempt<'_, G, F> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_end(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<End<R>> {
        let mut this = self.project();
        let now = Cell::new(None);
        let call = Call::new(&now);
        if !*this.begun {
            let begin = ready!(this.guards.poll_begin(cx, call));
            *this.begun = true;
            if let ControlFlow::Break(answer) = begin {
                this.body.set(None);
                return Poll::Ready(End::Done(answer));
            }
        }
        // Polled again after its end: there is nothing left to do.
        let Some(body) = this.body.as_mut().as_pin_mut() else {
            return Poll::Pending;
        };
        match this.guards.poll_body(cx, call, body) {
            Poll::Ready(result) => {
                this.body.set(None);
                // The body has taken its time.
                now.set(None);
                Poll::Ready(this.guards.end(Answer::made(result), call))
            }
            Poll::Pending => {
                now.set(None);
                this.guards.poll_cut(cx, call, this.body.as_mut())
            }
        }
    }
}

impl<R, G: Chain<R>, F: Future<Output = R>> Future for Attempt<'_, G, F> {
    type Output = ControlFlow<R>;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<ControlFlow<R>> {
        self.poll_end(cx).map(End::flow)
    }
}

pin_project! {
    /// The one attempt of a stack in which nothing is tried again.
    #[derive(Debug)]
    #[must_use = "a future does nothing until it is awaited"]
    pub struct Once<'g, G, F> {
        #[pin]
        attempt: Attempt<'g, G, F>,
    }
}

/// Runs `body` beneath guards of which none tries again.
#[cfg_attr(not(debug_assertions), inline)]
pub fn once<R, G: Chain<R>, F: Future<Output = R>>(guards: &mut G, body: F) -> Once<'_, G, F> {
    Once {
        attempt: attempt(guards, body),
    }
}

impl<R, G: Chain<R>, F: Future<Output = R>> Future for Once<'_, G, F> {
    type Output = R;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        self.project().attempt.poll_end(cx).map(End::result)
    }
}

/// One attempt of what is not async.
#[cfg_attr(not(debug_assertions), inline)]
pub fn attempt_blocking<R, G: Chain<R>>(
    guards: &mut G,
    body: impl FnOnce() -> R,
) -> ControlFlow<R> {
    end_blocking(guards, body).flow()
}

/// Runs what is not async beneath guards of which none tries again.
#[cfg_attr(not(debug_assertions), inline)]
pub fn once_blocking<R, G: Chain<R>>(guards: &mut G, body: impl FnOnce() -> R) -> R {
    end_blocking(guards, body).result()
}

#[cfg_attr(not(debug_assertions), inline)]
fn end_blocking<R, G: Chain<R>>(guards: &mut G, body: impl FnOnce() -> R) -> End<R> {
    let now = Cell::new(None);
    let call = Call::new(&now);
    if let ControlFlow::Break(answer) = guards.begin_blocking(call) {
        return End::Done(answer);
    }
    let result = body();
    now.set(None);
    guards.end(Answer::made(result), call)
}
