//! The load that can go on without its caller.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Sleep;

use crate::cache::engine::begin::{Call, Miss};
use crate::cache::engine::keep::{Keep, Times};
use crate::cache::engine::load::Load;
use crate::cache::engine::look::result;
use crate::cache::engine::run::Run;
use crate::cache::ladder::{is_possible, spawn};
use crate::cache::shape::Shape;

/// Runs a function's body for the cache, in the caller or in a task: see [`load_owned`].
#[must_use = "futures do nothing unless polled"]
pub struct LoadOwned<S: Shape, K, B> {
    at: At<S, K, B>,
    /// Where the call may be answered before its load ends. Boxed: every call of the function has room
    /// for it, and few come here.
    soft: Option<Box<Soft>>,
}

struct Soft {
    call: Call,
    timer: Option<Pin<Box<Sleep>>>,
}

enum At<S: Shape, K, B> {
    /// Before the body, which nobody has polled.
    Looking(Box<Run<S>>, K, B),
    Loading(Pin<Box<Load<S, K, B>>>),
    Done,
}

/// Answers a miss as [`load`](super::load()) does, or with what is old, while a task runs `body`.
///
/// `body` borrows nothing, so that it can go on when the call has been answered: a reload that nobody
/// waits for, and a load that takes longer than the soft time-out. Any other load runs in the caller,
/// and is dropped with it.
pub fn load_owned<S, K, B>(miss: Miss<S>, times: Times, keep: K, body: B) -> LoadOwned<S, K, B>
where
    S: Shape + Send + 'static,
    S::Value: Send,
    K: Keep<S::Value> + Send + 'static,
    B: Future<Output = S::Ret> + Send + 'static,
{
    let soft = times.ladder.soft.map(|_| {
        Box::new(Soft {
            call: miss.call.clone(),
            timer: None,
        })
    });
    LoadOwned {
        at: At::Looking(Box::new(Run::new(miss, times, true)), keep, body),
        soft,
    }
}

/// The body is polled only where it is boxed.
impl<S: Shape, K, B> Unpin for LoadOwned<S, K, B> {}

impl<S: Shape, K, B> fmt::Debug for LoadOwned<S, K, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadOwned").finish_non_exhaustive()
    }
}

impl<S, K, B> LoadOwned<S, K, B>
where
    S: Shape + Send + 'static,
    S::Value: Send,
    K: Keep<S::Value> + Send + 'static,
    B: Future<Output = S::Ret> + Send + 'static,
{
    fn poll_load(&mut self, cx: &mut Context<'_>) -> Poll<S::Ret> {
        loop {
            match std::mem::replace(&mut self.at, At::Done) {
                At::Looking(mut run, keep, body) => match run.poll_beside_the_body(cx) {
                    Poll::Ready(Some(ret)) => {
                        if let Some((reload, within)) = run.detached.take() {
                            spawn(Load::of(reload, keep, body), within);
                        }
                        return Poll::Ready(ret);
                    }
                    Poll::Ready(None) => self.at = At::Loading(Box::pin(Load::of(run, keep, body))),
                    Poll::Pending => {
                        self.at = At::Looking(run, keep, body);
                        return Poll::Pending;
                    }
                },
                At::Loading(mut load) => {
                    let polled = load.as_mut().poll(cx);
                    if polled.is_pending() {
                        self.at = At::Loading(load);
                    }
                    return polled;
                }
                // Polled after it was ready, which no caller does.
                At::Done => return Poll::Pending,
            }
        }
    }

    /// The load takes its time: past the soft time-out, what is old answers, and a task goes on.
    fn poll_soft(&mut self, cx: &mut Context<'_>) -> Poll<S::Ret> {
        let Some(Soft { call, timer }) = self.soft.as_deref_mut() else {
            return Poll::Pending;
        };
        let run = match &self.at {
            At::Looking(run, ..) => run,
            At::Loading(load) => load.run(),
            At::Done => return Poll::Pending,
        };
        if timer.is_none()
            && is_possible()
            && let Some(soft) = run.times.ladder.soft
        {
            *timer = Some(Box::pin(tokio::time::sleep(soft)));
        }
        let is_over = |timer: &mut Pin<Box<Sleep>>| timer.as_mut().poll(cx).is_ready();
        if !timer.as_mut().is_some_and(is_over) {
            return Poll::Pending;
        }
        let answer = run
            .stale_answer(call)
            .and_then(|(held, within)| Some((result(&run.plan, held)?, within)));
        // With nothing old there is nothing to answer with: the load is waited for.
        self.soft = None;
        let Some((ret, within)) = answer else {
            return Poll::Pending;
        };
        self.go_on_alone(within);
        Poll::Ready(ret)
    }

    fn go_on_alone(&mut self, within: Duration) {
        match std::mem::replace(&mut self.at, At::Done) {
            At::Looking(mut run, keep, body) => {
                if run.goes_on() {
                    spawn(Load::of(run, keep, body), within);
                }
            }
            At::Loading(mut load) => {
                load.as_mut().run_mut().goes_on();
                spawn(load, within);
            }
            At::Done => {}
        }
    }
}

impl<S, K, B> Future for LoadOwned<S, K, B>
where
    S: Shape + Send + 'static,
    S::Value: Send,
    K: Keep<S::Value> + Send + 'static,
    B: Future<Output = S::Ret> + Send + 'static,
{
    type Output = S::Ret;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<S::Ret> {
        match self.poll_load(cx) {
            Poll::Ready(ret) => Poll::Ready(ret),
            Poll::Pending => self.poll_soft(cx),
        }
    }
}
