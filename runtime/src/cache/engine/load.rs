//! The load: a future around the function's body.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::cache::engine::begin::Miss;
use crate::cache::engine::keep::{Keep, Times};
use crate::cache::engine::run::Run;
use crate::cache::shape::Shape;

pin_project! {
    /// Runs a function's body for the cache: see [`load`].
    ///
    /// What only a miss needs is boxed, so that the future of a cached function is no larger than
    /// its body's and three words.
    #[must_use = "futures do nothing unless polled"]
    pub struct Load<S: Shape, K, B> {
        run: Box<Run<S>>,
        keep: K,
        #[pin]
        body: B,
    }
}

/// Answers a miss: joins a load that is under way, finds the value in Redis, or runs `body` and
/// stores what it returns.
///
/// Dropped at any point, it leaves no waiter behind: the lead goes to the next one. A panic of the
/// body does the same, and reaches this call's caller only.
pub fn load<S, K, B>(miss: Miss<S>, times: Times, keep: K, body: B) -> Load<S, K, B>
where
    S: Shape,
    K: Keep<S::Value>,
    B: Future<Output = S::Ret>,
{
    Load {
        run: Box::new(Run::new(miss, times, false)),
        keep,
        body,
    }
}

impl<S: Shape, K, B> Load<S, K, B> {
    pub(super) fn of(run: Box<Run<S>>, keep: K, body: B) -> Self {
        Self { run, keep, body }
    }

    pub(super) fn run(&self) -> &Run<S> {
        &self.run
    }

    pub(super) fn run_mut(self: Pin<&mut Self>) -> &mut Run<S> {
        self.project().run
    }
}

impl<S, K, B> Future for Load<S, K, B>
where
    S: Shape,
    K: Keep<S::Value>,
    B: Future<Output = S::Ret>,
{
    type Output = S::Ret;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<S::Ret> {
        let mut this = self.project();
        loop {
            if let Some(ret) = ready!(this.run.poll_beside_the_body(cx)) {
                return Poll::Ready(ret);
            }
            let inside = this.run.enter();
            let polled = this.body.as_mut().poll(cx);
            drop(inside);
            let Poll::Ready(ret) = polled else {
                return this.run.poll_given_up(cx);
            };
            if let Some(ret) = this.run.loaded(ret, this.keep) {
                return Poll::Ready(ret);
            }
        }
    }
}
