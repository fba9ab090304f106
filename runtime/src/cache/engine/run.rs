//! What a load does before and after the body: compiled once per return type.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::cache::engine::approach::{Approach, Terms, ask_redis, joined};
use crate::cache::engine::begin::{Call, Miss, Start};
use crate::cache::engine::conclude::{Back, Body, Concluded, Storing, Ticket, conclude};
use crate::cache::engine::keep::{Keep, Times};
use crate::cache::engine::look::result;
use crate::cache::flight::{Lead, Waiter};
use crate::cache::local::Loading;
use crate::cache::plan::Plan;
use crate::cache::shape::Shape;

/// A load, and how far it has come.
pub(super) struct Run<S: Shape> {
    stage: Stage<S::Value>,
    plan: Plan<S>,
    times: Times,
}

enum Stage<V> {
    Wait(Call, Waiter),
    AskRedis(Pin<Box<dyn Future<Output = (Call, Approach)> + Send>>),
    Body(Body),
    Storing(Storing, Back<V>),
    Done,
}

impl<S: Shape> Run<S> {
    pub(super) fn new(miss: Miss<S>, times: Times) -> Self {
        let Miss { call, start, plan } = miss;
        let mut run = Self {
            stage: Stage::Done,
            plan,
            times,
        };
        run.stage = match start {
            Start::Wait(waiter) => Stage::Wait(call, waiter),
            Start::Lead(lead) => run.lead(call, lead),
            Start::Beside => beside(call),
        };
        run
    }

    /// Goes on until the body's turn comes, `None`, or the result is there.
    pub(super) fn poll_beside_the_body(&mut self, cx: &mut Context<'_>) -> Poll<Option<S::Ret>> {
        loop {
            match mem::replace(&mut self.stage, Stage::Done) {
                Stage::Wait(call, waiter) => match waiter.poll(cx, call.wait(self.times.wait)) {
                    Poll::Ready(end) => {
                        if let Some(ret) = self.arrive(call.waited(end), call) {
                            return Poll::Ready(Some(ret));
                        }
                    }
                    Poll::Pending => {
                        self.stage = Stage::Wait(call, waiter);
                        return Poll::Pending;
                    }
                },
                Stage::AskRedis(mut asking) => match asking.as_mut().poll(cx) {
                    Poll::Ready((call, approach)) => {
                        if let Some(ret) = self.arrive(approach, call) {
                            return Poll::Ready(Some(ret));
                        }
                    }
                    Poll::Pending => {
                        self.stage = Stage::AskRedis(asking);
                        return Poll::Pending;
                    }
                },
                Stage::Body(body) => {
                    self.stage = Stage::Body(body);
                    return Poll::Ready(None);
                }
                Stage::Storing(mut storing, back) => {
                    if storing.as_mut().poll(cx).is_pending() {
                        self.stage = Stage::Storing(storing, back);
                        return Poll::Pending;
                    }
                    if let Some(ret) = back.into_ret(&self.plan) {
                        return Poll::Ready(Some(ret));
                    }
                }
                // Polled after it was ready, which no caller does.
                Stage::Done => return Poll::Pending,
            }
        }
    }

    /// A way to the load has ended: with the result, or with the stage that comes next.
    fn arrive(&mut self, approach: Approach, call: Call) -> Option<S::Ret> {
        self.stage = match approach {
            Approach::Found(held) => match result(&self.plan, held) {
                Some(ret) => return Some(ret),
                // Another function's value under the same key.
                None => beside(call),
            },
            Approach::Joined(held) => match joined(&call, &self.plan, held) {
                Some(ret) => return Some(ret),
                None => beside(call),
            },
            Approach::Lead(lead) => self.lead(call, lead),
            Approach::Load(lead, ticket) => Stage::Body(Body::new(call, Some(lead), ticket)),
            Approach::Beside => beside(call),
        };
        None
    }

    /// Nobody else is at it: Redis is asked, where there is one, before the body runs.
    fn lead(&self, call: Call, lead: Lead) -> Stage<S::Value> {
        if !call.asks_redis() {
            return Stage::Body(Body::new(call, Some(lead), Ticket::default()));
        }
        let terms = Terms {
            ops: self.plan.ops,
            fault: self.plan.fault.ops,
            memory_ttl: self.times.memory_ttl,
            ttl: self.times.ttl,
        };
        Stage::AskRedis(Box::pin(ask_redis(call, lead, terms)))
    }

    /// Marks that this thread runs the body, until the guard is dropped.
    pub(super) fn enter(&self) -> Option<Loading> {
        match &self.stage {
            Stage::Body(body) => body.enter(),
            _ => None,
        }
    }

    /// The body has returned `ret`: hands it to those who wait, and stores it or begins to.
    pub(super) fn loaded(&mut self, ret: S::Ret, keep: &impl Keep<S::Value>) -> Option<S::Ret> {
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
}

/// The body runs, and what it brings is not stored.
fn beside<V>(call: Call) -> Stage<V> {
    Stage::Body(Body::new(call, None, Ticket::default()))
}
