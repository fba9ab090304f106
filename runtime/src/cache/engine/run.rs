//! What a load does before and after the body: compiled once per return type.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Sleep;

use crate::cache::engine::ahead::Ahead;
use crate::cache::engine::approach::{Approach, Terms, ask_redis, joined};
#[cfg(feature = "redis")]
use crate::cache::engine::approach::{ask_again, look_before_waiting};
use crate::cache::engine::begin::{Call, Miss, Start};
use crate::cache::engine::conclude::{Back, Body, Concluded, conclude, give_up};
use crate::cache::engine::keep::{Keep, Times};
use crate::cache::engine::look::result;
use crate::cache::engine::store::{Storing, Ticket};
use crate::cache::entry::Held;
use crate::cache::flight::{Lead, Waiter};
use crate::cache::ladder::is_possible;
use crate::cache::local::Loading;
use crate::cache::plan::Plan;
use crate::cache::shape::Shape;

/// A load, and how far it has come.
pub(super) struct Run<S: Shape> {
    pub(super) stage: Stage<S::Value>,
    pub(super) plan: Plan<S>,
    pub(super) times: Times,
    pub(super) ahead: Ahead,
    /// What is there has been looked at: this load is to replace it.
    pub(super) is_reload: bool,
    /// Whether the body may be taken away from the caller.
    pub(super) is_owned: bool,
    /// A reload that is to run in a task of its own, and how long it may.
    pub(super) detached: Option<(Box<Run<S>>, Duration)>,
    /// Ends when the body has run for as long as it may.
    hard: Option<Pin<Box<Sleep>>>,
}

pub(super) enum Stage<V> {
    Wait(Call, Waiter),
    AskRedis(Pin<Box<dyn Future<Output = (Call, Approach)> + Send>>),
    Body(Body),
    Storing(Storing, Back<V>),
    /// What is there answers.
    Answer(Call, Held),
    Done,
}

impl<S: Shape> Run<S> {
    /// `is_owned` where the body may be taken away from the caller.
    pub(super) fn new(miss: Miss<S>, times: Times, is_owned: bool) -> Self {
        let Miss { call, start, plan } = miss;
        let mut run = Self::at(Stage::Done, plan, times);
        run.is_owned = is_owned;
        run.stage = match start {
            Start::Wait(waiter) => run.wait(call, waiter),
            Start::Lead(lead) => run.lead(call, lead),
            Start::Old(old) => run.old_in_memory(call, old),
            Start::Beside => beside(call),
        };
        run
    }

    pub(super) fn at(stage: Stage<S::Value>, plan: Plan<S>, times: Times) -> Self {
        Self {
            stage,
            plan,
            times,
            ahead: Ahead::none(),
            is_reload: false,
            is_owned: false,
            detached: None,
            hard: None,
        }
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
                Stage::Answer(call, held) => match result(&self.plan, held) {
                    Some(ret) => return Poll::Ready(Some(ret)),
                    None => self.stage = beside(call),
                },
                // Polled after it was ready, which no caller does.
                Stage::Done => return Poll::Pending,
            }
        }
    }

    /// A way to the load has ended: with the result, or with the stage that comes next.
    pub(super) fn arrive(&mut self, approach: Approach, call: Call) -> Option<S::Ret> {
        self.stage = match approach {
            Approach::Found(held) => {
                self.ahead.succeeded();
                match result(&self.plan, held) {
                    Some(ret) => return Some(ret),
                    // Another function's value under the same key.
                    None => beside(call),
                }
            }
            Approach::Joined(held) => match joined(&call, &self.plan, held) {
                Some(ret) => return Some(ret),
                None => beside(call),
            },
            Approach::Lead(lead) => self.handed(call, lead),
            Approach::Load(lead, ticket) => self.load(call, lead, ticket),
            Approach::Old(lead, ticket, old) => self.old_in_redis(call, lead, ticket, old),
            #[cfg(feature = "redis")]
            Approach::Ask => Stage::AskRedis(Box::pin(ask_again(call, self.terms()))),
            #[cfg(feature = "redis")]
            Approach::Answered(old) => self.answer(call, &old),
            #[cfg(feature = "redis")]
            Approach::Wait(waiter) => Stage::Wait(call, waiter),
            Approach::Beside => beside(call),
        };
        None
    }

    /// Somebody else is at it.
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::unused_self, reason = "memory is the only tier")
    )]
    fn wait(&self, call: Call, waiter: Waiter) -> Stage<S::Value> {
        #[cfg(feature = "redis")]
        if self.times.ladder.reloads() && !call.site.tier().uses_memory() && call.asks_redis() {
            let looking = look_before_waiting(call, waiter, self.terms());
            return Stage::AskRedis(Box::pin(looking));
        }
        Stage::Wait(call, waiter)
    }

    /// Nobody else is at it: Redis is asked, where there is one, before the body runs.
    pub(super) fn lead(&mut self, call: Call, lead: Lead) -> Stage<S::Value> {
        if !call.asks_redis() {
            return self.body(call, lead, Ticket::default());
        }
        Stage::AskRedis(Box::pin(ask_redis(call, lead, self.terms())))
    }

    fn terms(&self) -> Terms {
        Terms {
            ops: self.plan.ops,
            fault: self.plan.fault.ops,
            memory_ttl: self.times.memory_ttl,
            ttl: self.times.ttl,
            ladder: self.times.ladder,
            wait: self.times.wait,
        }
    }

    /// The body's turn has come.
    pub(super) fn body(&mut self, call: Call, lead: Lead, ticket: Ticket) -> Stage<S::Value> {
        let retry_after = self.retry_after(&call);
        self.ahead.begins(&call, retry_after);
        Stage::Body(if self.is_reload {
            Body::reload(call, Some(lead), ticket)
        } else {
            Body::new(call, Some(lead), ticket)
        })
    }

    /// How long after a failure nothing is tried.
    pub(super) fn retry_after(&self, call: &Call) -> Duration {
        let ttl = self.times.ttl.span(call.manager.default_ttl());
        self.times.ladder.retry_after(ttl)
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
        match conclude(&self.plan, &self.times, keep, body, &mut self.ahead, ret) {
            Concluded::Ready(ret) => ret,
            Concluded::Storing(storing, back) => {
                self.stage = Stage::Storing(storing, back);
                None
            }
        }
    }

    /// Whether the body, which waits, has run for as long as it may: what the call returns then.
    pub(super) fn poll_given_up(&mut self, cx: &mut Context<'_>) -> Poll<S::Ret> {
        let Some(given) = self.times.ladder.hard else {
            return Poll::Pending;
        };
        if self.hard.is_none() && is_possible() {
            self.hard = Some(Box::pin(tokio::time::sleep(given)));
        }
        let is_over = |timer: &mut Pin<Box<Sleep>>| timer.as_mut().poll(cx).is_ready();
        if !self.hard.as_mut().is_some_and(is_over) {
            return Poll::Pending;
        }
        self.hard = None;
        let Stage::Body(body) = mem::replace(&mut self.stage, Stage::Done) else {
            return Poll::Pending;
        };
        match give_up(&self.plan, &self.times, body, &mut self.ahead, given) {
            Some(ret) => Poll::Ready(ret),
            None => Poll::Pending,
        }
    }
}

/// The body runs, and what it brings is not stored.
pub(super) fn beside<V>(call: Call) -> Stage<V> {
    Stage::Body(Body::new(call, None, Ticket::default()))
}
