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

impl<R, G: Chain<R>, F: Future<Output = R>> Future for Attempt<'_, G, F> {
    type Output = ControlFlow<R>;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<ControlFlow<R>> {
        let mut this = self.project();
        let now = Cell::new(None);
        let call = Call::new(&now);
        if !*this.begun {
            if let ControlFlow::Break(answer) = ready!(this.guards.poll_begin(cx, call)) {
                return Poll::Ready(ControlFlow::Break(answer.result));
            }
            *this.begun = true;
        }
        // Polled again after its end: there is nothing left to do.
        let Some(body) = this.body.as_mut().as_pin_mut() else {
            return Poll::Pending;
        };
        let end = match this.guards.poll_body(cx, call, body) {
            Poll::Ready(result) => {
                this.body.set(None);
                // The body has taken its time.
                now.set(None);
                this.guards.end(Answer::made(result), call)
            }
            Poll::Pending => {
                now.set(None);
                ready!(this.guards.poll_cut(cx, call, this.body.as_mut()))
            }
        };
        Poll::Ready(match end {
            End::Done(answer) => ControlFlow::Break(answer.result),
            End::Again => ControlFlow::Continue(()),
        })
    }
}

/// The same for what is not async.
#[cfg_attr(not(debug_assertions), inline)]
pub fn attempt_blocking<R, G: Chain<R>>(
    guards: &mut G,
    body: impl FnOnce() -> R,
) -> ControlFlow<R> {
    let now = Cell::new(None);
    let call = Call::new(&now);
    if let ControlFlow::Break(answer) = guards.begin_blocking(call) {
        return ControlFlow::Break(answer.result);
    }
    let result = body();
    now.set(None);
    match guards.end(Answer::made(result), call) {
        End::Done(answer) => ControlFlow::Break(answer.result),
        End::Again => ControlFlow::Continue(()),
    }
}
