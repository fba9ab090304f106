//! The load: a future around the function's body.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::cache::engine::approach::{Approach, Terms, approach};
use crate::cache::engine::begin::{Call, Miss, Start};
use crate::cache::engine::conclude::{Back, Body, Concluded, Storing, Ticket, conclude};
use crate::cache::engine::keep::{Keep, Times};
use crate::cache::engine::look::result;
use crate::cache::plan::Plan;
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

/// What a load has come to.
struct Run<S: Shape> {
    stage: Stage<S::Value>,
    plan: Plan<S>,
    times: Times,
}

enum Stage<V> {
    Approach(Pin<Box<dyn Future<Output = (Call, Approach)> + Send>>),
    Body(Body),
    Storing(Storing, Back<V>),
    Done,
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
    let Miss { call, start, plan } = miss;
    let stage = match start {
        Start::Beside => Stage::Body(Body::new(call, None, Ticket::default())),
        Start::Lead(lead) if !call.asks_redis() => {
            Stage::Body(Body::new(call, Some(lead), Ticket::default()))
        }
        start => {
            let terms = Terms {
                ops: plan.ops,
                fault: plan.fault.ops,
                wait: times.wait,
                memory_ttl: times.memory_ttl,
            };
            Stage::Approach(Box::pin(approach(call, start, terms)))
        }
    };
    Load { run: Box::new(Run { stage, plan, times }), keep, body }
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
            match &mut this.run.stage {
                Stage::Approach(approaching) => {
                    let (call, approach) = ready!(approaching.as_mut().poll(cx));
                    match this.run.arrive(call, approach) {
                        Some(ret) => return Poll::Ready(ret),
                        None => continue,
                    }
                }
                Stage::Body(body) => {
                    let inside = body.enter();
                    let ret = ready!(this.body.as_mut().poll(cx));
                    drop(inside);
                    if let Some(ret) = this.run.loaded(ret, this.keep) {
                        return Poll::Ready(ret);
                    }
                }
                Stage::Storing(storing, _) => {
                    ready!(storing.as_mut().poll(cx));
                    if let Some(ret) = this.run.stored() {
                        return Poll::Ready(ret);
                    }
                }
                // Polled after it was ready, which no caller does.
                Stage::Done => return Poll::Pending,
            }
        }
    }
}

impl<S: Shape> Run<S> {
    /// The way to the load has ended: with a result, or at the body.
    pub(super) fn arrive(&mut self, call: Call, approach: Approach) -> Option<S::Ret> {
        match approach {
            Approach::Found(held) => match result(&self.plan, held) {
                Some(ret) => {
                    self.stage = Stage::Done;
                    return Some(ret);
                }
                // Another function's value under the same key.
                None => self.stage = Stage::Body(Body::new(call, None, Ticket::default())),
            },
            Approach::Load(lead, ticket) => self.stage = Stage::Body(Body::new(call, lead, ticket)),
        }
        None
    }

    /// The body has returned `ret`: hands it to those who wait, and stores it or begins to.
    fn loaded(&mut self, ret: S::Ret, keep: &impl Keep<S::Value>) -> Option<S::Ret> {
        let Stage::Body(body) = mem::replace(&mut self.stage, Stage::Done) else {
            return Some(ret);
        };
        match conclude(&self.plan, &self.times, keep, body, ret) {
            Concluded::Ready(ret) => ret,
            Concluded::Storing(storing, back) => {
                self.stage = Stage::Storing(storing, back);
                None
            }
        }
    }

    fn stored(&mut self) -> Option<S::Ret> {
        match mem::replace(&mut self.stage, Stage::Done) {
            Stage::Storing(_, back) => back.into_ret(&self.plan),
            _ => None,
        }
    }
}
