//! The body: while it runs, and what it brought.

use std::future::Future;
use std::mem;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::found::IdOf;
use super::store::Loaded;
use super::{Asked, Batch, Found, Load, Returned, State, ValueOf, Wanted};
use crate::cache::control::Mode;
use crate::cache::engine::Keep;
use crate::cache::entry::{Absent, Held};
use crate::cache::flight::Lead;
use crate::cache::key::KeyBuf;
use crate::cache::ladder::{Life, jittered};
use crate::cache::local::Loading;
use crate::cache::observe::How;
use crate::cache::plan::Plan;
use crate::cache::shape::Optional;
use crate::cache::ttl::Ttl;

pin_project! {
    /// The body of a function with `batch`, inside the loads of its ids.
    #[must_use = "futures do nothing unless polled"]
    #[derive(Debug)]
    pub struct Running<'a, B> {
        loads: Loads<'a>,
        #[pin]
        body: B,
    }
}

#[derive(Clone, Copy)]
struct Loads<'a>(&'a [Load]);

impl std::fmt::Debug for Loads<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Loads").field(&self.0.len()).finish()
    }
}

impl<B: Future> Future for Running<'_, B> {
    type Output = B::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<B::Output> {
        let this = self.project();
        let leads = this.loads.0.iter().filter_map(|load| load.lead.as_ref());
        let _inside = Inside(leads.map(Lead::enter).collect());
        this.body.poll(cx)
    }
}

/// The loads that the thread is inside of.
struct Inside(Vec<Loading>);

impl Drop for Inside {
    fn drop(&mut self) {
        // The last first: each is then found at once.
        while self.0.pop().is_some() {}
    }
}

impl<R: Returned, A, K, F> Batch<'_, R, A, K, F> {
    /// The body, for the ids that [`next`](Self::next) gave.
    pub fn run<B: Future<Output = R>>(&self, body: B) -> Running<'_, B> {
        Running {
            loads: Loads(&self.running),
            body,
        }
    }
}

impl<R, A, K, F> Batch<'_, R, A, K, F>
where
    R: Returned,
    A: Asked<IdOf<R>>,
    K: Keep<ValueOf<R>>,
    F: Fn(&IdOf<R>) -> KeyBuf,
{
    /// What the body brought: those who wait are handed it, and what is to be stored is stored, or
    /// will be by [`next`](Self::next). An error ends the call.
    pub fn loaded(&mut self, ret: R) -> ControlFlow<R> {
        let loads = mem::take(&mut self.running);
        let split = ret.split();
        let first = loads.first().and_then(|load| self.wanted.get(load.at));
        let first = first.map(|wanted| &wanted.key);
        self.caller.count_load(first, self.began, split.is_err());
        let found = match split {
            Ok(found) => found,
            Err(error) => {
                self.share(loads, &error);
                return ControlFlow::Break(R::join(Err(error)));
            }
        };
        for (id, value) in found.pairs() {
            let key = (self.key)(&id).finish();
            let wanted = self.by_key.get(&key).copied();
            let wanted = wanted.and_then(|at| self.wanted.get_mut(at));
            // Of one that the body was not called with no flight is led: it is dropped.
            if let Some(wanted) = wanted
                && matches!(wanted.state, State::Running)
            {
                wanted.state = State::Value(value);
            }
        }
        for load in loads {
            self.conclude(load);
        }
        ControlFlow::Continue(())
    }

    /// An error is that of all who wait for one of the ids.
    fn share(&mut self, loads: Vec<Load>, error: &R::Error) {
        let held = self.terms.fault.share.map(|share| share(error));
        for load in loads {
            if let (Some(held), Some(mut lead)) = (&held, load.lead) {
                lead.land(held.clone());
            }
            self.caller.report(How::Loaded, false);
        }
    }

    /// One id's load has ended.
    fn conclude(&mut self, load: Load) {
        let Load { at, lead, ticket } = load;
        let Some(wanted) = self.wanted.get_mut(at) else {
            return;
        };
        let terms = &self.terms;
        let (held, ttl, weigh) = if let State::Value(value) = &wanted.state {
            let ttl = terms.keep.decide(value, terms.times.ttl);
            ((terms.plan.hold)(value), ttl, terms.plan.weigh)
        } else {
            wanted.state = State::Absent;
            let ttl = terms.times.negative_ttl.map(Ttl::After);
            (Arc::new(Absent) as Held, ttl, terms.plan.ops.weigh)
        };
        let Some(mut duty) = lead else {
            let bypassed = self.caller.mode == Mode::Bypass;
            let how = if bypassed { How::Bypassed } else { How::Loaded };
            self.caller.report(how, false);
            return;
        };
        let ttl = ttl.map(|ttl| ttl.span(self.caller.manager.default_ttl()));
        let Some(ttl) = ttl.filter(|ttl| ttl.is_none_or(|ttl| !ttl.is_zero())) else {
            duty.land(held);
            self.caller.report(How::Loaded, false);
            return;
        };
        let ttl = ttl.map(|ttl| jittered(ttl, terms.times.jitter));
        let key = wanted.key.clone();
        let loaded = Loaded {
            key,
            lead: duty,
            held,
            life: Life::plain(ttl),
        };
        self.keep(ticket, loaded, weigh);
    }

    /// The call's result.
    pub fn finish(self) -> R {
        let error = self.failed.and_then(|held| (self.terms.fault.take)(&held));
        if let Some(error) = error {
            return R::join(Err(error));
        }
        let found = if R::Found::KEEPS_DUPLICATES {
            in_order(self.wanted, &self.order, self.asked, &self.terms.plan)
        } else {
            let pairs = self.wanted.into_iter().filter_map(|wanted| {
                let State::Value(value) = wanted.state else {
                    return None;
                };
                Some((self.asked.get(wanted.first)?.id(), value))
            });
            R::Found::gather(pairs)
        };
        R::join(Ok(found))
    }
}

/// Each id that was asked for, as often as it was.
fn in_order<C, A>(
    wanted: Vec<Wanted<C::Value>>,
    order: &[usize],
    asked: &[A],
    plan: &Plan<Optional<C::Value>>,
) -> C
where
    C: Found,
    A: Asked<C::Id>,
{
    let mut uses = vec![0_usize; wanted.len()];
    for &at in order {
        if let Some(uses) = uses.get_mut(at) {
            *uses += 1;
        }
    }
    let mut states: Vec<State<C::Value>> = wanted.into_iter().map(|wanted| wanted.state).collect();
    let pairs = order.iter().zip(asked).filter_map(|(&at, asked)| {
        let (state, uses) = (states.get_mut(at)?, uses.get_mut(at)?);
        *uses -= 1;
        let value = match state {
            State::Value(value) if *uses > 0 => (plan.take)((plan.hold)(value)).ok()?,
            _ => match mem::replace(state, State::Open) {
                State::Value(value) => value,
                _ => return None,
            },
        };
        Some((asked.id(), value))
    });
    C::gather(pairs)
}
