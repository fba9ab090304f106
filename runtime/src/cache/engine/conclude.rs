//! What becomes of what a body returned.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::cache::control::Mode;
use crate::cache::ctx::CacheCtx;
use crate::cache::engine::ahead::Ahead;
use crate::cache::engine::begin::Call;
use crate::cache::engine::keep::{Keep, Times};
use crate::cache::engine::look::result;
use crate::cache::engine::store::{Loaded, Storing, Ticket};
use crate::cache::entry::{Absent, Held};
use crate::cache::events;
use crate::cache::flight::Lead;
use crate::cache::ladder::{Ladder, jittered};
use crate::cache::local::Loading;
use crate::cache::observe::How;
use crate::cache::plan::Plan;
use crate::cache::shape::{Outcome, Shape};
use crate::cache::stats::Count;
use crate::cache::ttl::Ttl;

/// What the call returns once its value is stored. An error is held by the entry and not by the
/// future, which stays `Send` where the error is not.
pub(super) enum Back<V> {
    Value(V),
    Held(Held),
}

impl<V> Back<V> {
    pub(super) fn into_ret<S: Shape<Value = V>>(self, plan: &Plan<S>) -> Option<S::Ret> {
        match self {
            Self::Value(value) => S::join(Outcome::Value(value)),
            Self::Held(held) => result(plan, held),
        }
    }
}

/// What a load that takes too long leaves to those who wait for it: how long it was given.
pub(super) struct Late(pub(super) Duration);

/// A call whose body runs.
pub(super) struct Body {
    call: Call,
    /// None where nothing is to be stored.
    lead: Option<Lead>,
    ticket: Ticket,
    began: Instant,
}

impl Body {
    /// Of a miss.
    pub(super) fn new(call: Call, lead: Option<Lead>, ticket: Ticket) -> Self {
        call.count(Count::Miss);
        Self::reload(call, lead, ticket)
    }

    /// Of what is there and to be brought up to date.
    pub(super) fn reload(mut call: Call, lead: Option<Lead>, ticket: Ticket) -> Self {
        if let Some(lead) = &lead {
            call.begin_tags(lead);
        }
        Self {
            call,
            lead,
            ticket,
            began: Instant::now(),
        }
    }

    /// Whoever called has its answer, and hears no more of it.
    pub(super) fn goes_on_alone(&mut self) {
        self.call.observer = None;
        self.call.request = None;
    }

    /// Marks that this thread runs the body, until the guard is dropped.
    pub(super) fn enter(&self) -> Option<Loading> {
        self.lead.as_ref().map(Lead::enter)
    }
}

/// How a load ends.
pub(super) enum Concluded<S: Shape> {
    /// With the call's result; a shape can always express what it was split from.
    Ready(Option<S::Ret>),
    /// Once it is stored.
    Storing(Storing, Back<S::Value>),
}

/// Hands what the body returned to those who wait for it, and stores what is to be stored.
pub(super) fn conclude<S: Shape>(
    plan: &Plan<S>,
    times: &Times,
    keep: &impl Keep<S::Value>,
    Body {
        mut call,
        lead,
        ticket,
        began,
    }: Body,
    ahead: &mut Ahead,
    ret: S::Ret,
) -> Concluded<S> {
    let wishes = call.ctx.as_ref().map(CacheCtx::wishes).unwrap_or_default();
    let outcome = S::split(ret);
    let took = call.count_load(began, matches!(outcome, Outcome::Failed(_)));
    let mut lead = lead;
    if !matches!(outcome, Outcome::Failed(_)) {
        ahead.succeeded();
    } else if let Some(held) = ahead.instead(&call, lead.as_mut(), &times.ladder)
        && let Some(ret) = result(plan, held)
    {
        return Concluded::Ready(Some(ret));
    }
    let Some(mut lead) = lead else {
        let how = if call.mode == Mode::Bypass {
            How::Bypassed
        } else {
            How::Loaded
        };
        call.report(how, false, None, None);
        return Concluded::Ready(S::join(outcome));
    };
    let mut ladder = &Ladder::NONE;
    let (held, ops, weigh, ttl) = match &outcome {
        Outcome::Value(value) => {
            ladder = &times.ladder;
            (
                Some((plan.hold)(value)),
                plan.ops,
                plan.weigh,
                keep.decide(value, times.ttl),
            )
        }
        Outcome::Absent => (
            Some(Arc::new(Absent) as Held),
            plan.ops,
            plan.ops.weigh,
            times.negative_ttl.map(Ttl::After),
        ),
        Outcome::Failed(error) => {
            let held = plan.fault.share.map(|share| share(error));
            let ops = plan.fault.ops.unwrap_or(plan.ops);
            (held, ops, ops.weigh, times.error_ttl.map(Ttl::After))
        }
    };
    // An error that cannot be shared leaves nothing to hand on: the lead goes to the next waiter.
    let Some(held) = held else {
        call.report(How::Loaded, false, None, None);
        return Concluded::Ready(S::join(outcome));
    };
    if wishes.not_modified() {
        events::not_modified(call.site, &call.key);
    }
    let ttl = wishes.ttl(ttl);
    let ttl = ttl.map(|ttl| ttl.span(call.manager.default_ttl()));
    let Some(ttl) = ttl.filter(|ttl| ttl.is_none_or(|ttl| !ttl.is_zero())) else {
        lead.land(held);
        call.report(How::Loaded, false, None, None);
        if ahead.old.is_some() && !matches!(outcome, Outcome::Failed(_)) {
            return match (call.discard(lead, ticket), outcome) {
                (None, outcome) => Concluded::Ready(S::join(outcome)),
                (Some(storing), Outcome::Value(value)) => {
                    Concluded::Storing(storing, Back::Value(value))
                }
                (Some(storing), _) => Concluded::Storing(storing, Back::Held(Arc::new(Absent))),
            };
        }
        return Concluded::Ready(S::join(outcome));
    };
    let mut late = Vec::new();
    if let Outcome::Value(value) = &outcome {
        keep.tags(value, &mut late);
    }
    if !call.end_tags(late, wishes) {
        lead.land(held);
        call.report(How::Loaded, false, None, None);
        return Concluded::Ready(S::join(outcome));
    }
    let ttl = ttl.map(|ttl| jittered(ttl, times.jitter));
    let loaded = Loaded {
        held: held.clone(),
        ops,
        weigh,
        life: ladder.life(ttl, took),
        memory_ttl: times.memory_ttl,
    };
    match (call.store(lead, ticket, loaded), outcome) {
        (None, outcome) => Concluded::Ready(S::join(outcome)),
        (Some(storing), Outcome::Value(value)) => Concluded::Storing(storing, Back::Value(value)),
        (Some(storing), _) => Concluded::Storing(storing, Back::Held(held)),
    }
}

/// The body has run for as long as it may: what is old answers, or the function says so.
pub(super) fn give_up<S: Shape>(
    plan: &Plan<S>,
    times: &Times,
    Body {
        call,
        mut lead,
        began,
        ..
    }: Body,
    ahead: &mut Ahead,
    given: Duration,
) -> Option<S::Ret> {
    call.count_load(began, true);
    if let Some(held) = ahead.instead(&call, lead.as_mut(), &times.ladder)
        && let Some(ret) = result(plan, held)
    {
        return Some(ret);
    }
    if let Some(lead) = &mut lead {
        lead.land(Arc::new(Late(given)));
    }
    call.report(How::Loaded, false, None, None);
    plan.late.map(|late| late(given))
}

impl Call {
    /// A body has run since `began`, which is how long; `failed` if it returned an error.
    fn count_load(&self, began: Instant, failed: bool) -> Duration {
        let took = began.elapsed();
        self.count(Count::Load);
        if failed {
            self.count(Count::Error);
        }
        if took >= self.manager.slow_load() {
            events::slow_load(&self.key, self.site, took);
        }
        #[cfg(feature = "metrics")]
        metrics::histogram!(crate::metrics::CACHE_LOAD_DURATION, "function" => self.site.function())
            .record(took);
        took
    }
}
