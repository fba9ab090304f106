//! From the load to the store.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::cache::control::Mode;
use crate::cache::ctx::CacheCtx;
use crate::cache::engine::ahead::Ahead;
use crate::cache::engine::begin::Call;
use crate::cache::engine::keep::{Keep, Times};
use crate::cache::engine::look::result;
use crate::cache::entry::{Absent, Held};
use crate::cache::events;
use crate::cache::flight::Lead;
use crate::cache::ladder::{Ladder, Life, jittered};
use crate::cache::local::Loading;
use crate::cache::observe::How;
use crate::cache::ops::Ops;
use crate::cache::plan::Plan;
use crate::cache::shape::{Outcome, Shape};
use crate::cache::stats::Count;
use crate::cache::tags::TagSet;
use crate::cache::ttl::Ttl;

/// What Redis said before the load: whether, and against what, the value may be stored there.
#[derive(Default)]
pub(crate) enum Ticket {
    /// Nobody asked: memory is the only tier of this call.
    #[default]
    MemoryOnly,
    /// Redis answered: the value may be committed there.
    #[cfg(feature = "redis")]
    Redis(crate::cache::redis::Ticket),
    /// Redis could not be asked, or takes nothing: only memory can keep the value, for its own
    /// short time.
    #[cfg(feature = "redis")]
    Unreachable,
    /// A writer holds the key, or has just written it: nobody stores. By the hold it can be told
    /// whether the write has ended since.
    #[cfg(feature = "redis")]
    Held(Option<crate::cache::redis::Ticket>),
}

/// What is left to wait for after a load.
pub(super) type Storing = Pin<Box<dyn Future<Output = ()> + Send>>;

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
    match (call.conclude(lead, ticket, loaded), outcome) {
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

/// A value to store.
pub(super) struct Loaded {
    pub(super) held: Held,
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    pub(super) ops: &'static Ops,
    pub(super) weigh: fn(&Held) -> usize,
    pub(super) life: Life,
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    pub(super) memory_ttl: Option<Duration>,
}

impl Call {
    /// Stores what a load brought, and hands it to who waits: at once where memory is the only
    /// tier, or by the future that comes back.
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::needless_pass_by_value, reason = "memory is the only tier")
    )]
    fn conclude(self, mut lead: Lead, ticket: Ticket, loaded: Loaded) -> Option<Storing> {
        match ticket {
            Ticket::MemoryOnly => {
                lead.land(loaded.held.clone());
                self.report(How::Loaded, true, None, None);
                let size = (loaded.weigh)(&loaded.held);
                let tags = self.tag_set();
                self.keep_in_memory(lead, loaded.held, size, &loaded.life, tags);
                None
            }
            #[cfg(feature = "redis")]
            Ticket::Unreachable => {
                lead.land(loaded.held.clone());
                let in_memory = self.site.tier().uses_memory();
                self.report(How::Loaded, in_memory, None, None);
                if in_memory {
                    let size = (loaded.weigh)(&loaded.held);
                    let most = self.manager.unconfirmed_span(loaded.memory_ttl);
                    let life = loaded.life.at_most(most);
                    self.keep_in_memory(lead, loaded.held, size, &life, self.tag_set());
                }
                None
            }
            #[cfg(feature = "redis")]
            Ticket::Held(None) => {
                lead.land(loaded.held);
                self.report(How::Loaded, false, None, None);
                None
            }
            #[cfg(feature = "redis")]
            Ticket::Held(Some(hold)) => Some(Box::pin(under_hold(self, lead, hold, loaded.held))),
            #[cfg(feature = "redis")]
            Ticket::Redis(ticket) => Some(Box::pin(commit(self, lead, ticket, loaded))),
        }
    }

    /// Removes what the load was to bring up to date: it has brought nothing to keep.
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::needless_pass_by_value, reason = "memory is the only tier")
    )]
    fn discard(self, lead: Lead, ticket: Ticket) -> Option<Storing> {
        self.manager.memory().discard(lead, &self.key);
        match ticket {
            #[cfg(feature = "redis")]
            Ticket::Redis(ticket) => Some(Box::pin(async move {
                if let Some(redis) = self.manager.redis() {
                    redis.heal(&self.key, &ticket).await;
                }
            })),
            _ => None,
        }
    }

    /// Puts `held` into memory for as long as `life` says, unless the key has changed since the flight began.
    pub(super) fn keep_in_memory(
        &self,
        lead: Lead,
        held: Held,
        size: usize,
        life: &Life,
        tags: TagSet,
    ) {
        let manager = &self.manager;
        let entry = manager.entry_of(self.site, &self.key, held, size, life);
        let entry = entry.tagged(tags);
        self.manager.memory().store(lead, self.key.clone(), entry);
        self.manager.keep_swept();
    }

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

/// Who waits gets the value if the write still goes on under which it was loaded: otherwise it may be
/// older than one that some of them know to be written, and the next of them loads anew.
#[cfg(feature = "redis")]
async fn under_hold(call: Call, mut lead: Lead, write: crate::cache::redis::Ticket, held: Held) {
    let redis = call.manager.redis();
    if let Some(redis) = redis
        && redis.holds(&call.key, &write).await
    {
        lead.land(held);
    }
    call.report(How::Loaded, false, None, None);
}

/// Who waits gets the value once Redis has taken it: refused, it is older than a change that some
/// of them may have seen, and the next of them loads anew.
#[cfg(feature = "redis")]
async fn commit(call: Call, mut lead: Lead, ticket: crate::cache::redis::Ticket, loaded: Loaded) {
    use crate::cache::payload;
    use crate::cache::redis::{Commit, Extra, Tagged};

    let Some(redis) = call.manager.redis() else {
        return;
    };
    let bytes = match payload::encode(call.manager.codec(), &loaded.held, loaded.ops) {
        Ok(bytes) => bytes,
        Err(error) => {
            events::unencodable(call.site, &call.key, &error);
            lead.land(loaded.held);
            call.report(How::Loaded, false, None, None);
            return;
        }
    };
    let moment = |span: Option<Duration>| span.and_then(|span| redis.moment(&call.key, span));
    let extra = Extra {
        stale: moment(loaded.life.ttl.filter(|_| !loaded.life.beyond.is_zero())),
        due: moment(loaded.life.due),
        took: loaded.life.took,
        ..Extra::default()
    };
    lead.listen();
    let committed = match &call.tags {
        None => {
            redis
                .commit(&call.key, &ticket, &bytes, loaded.life.whole(), &extra)
                .await
        }
        Some(tags) => {
            let value = Tagged {
                payload: &bytes,
                ttl: loaded.life.whole(),
                stamps: tags.stamps.as_ref(),
                late: tags.late(),
            };
            redis.commit_tagged(&call.key, &ticket, value, extra).await
        }
    };
    // Without an answer the lease may still stand: then it is given up.
    if committed != Commit::Down {
        lead.committed();
    }
    let stored = !matches!(committed, Commit::Refused);
    if stored {
        lead.land(loaded.held.clone());
    }
    let in_memory = stored && call.site.tier().uses_memory();
    call.report(
        How::Loaded,
        in_memory || matches!(committed, Commit::Stored),
        None,
        None,
    );
    if in_memory {
        let own = loaded.memory_ttl;
        let most = match committed {
            Commit::Stored => call.manager.memory_span(None, own),
            _ => call.manager.unconfirmed_span(own),
        };
        let life = loaded.life.at_most(most);
        call.keep_in_memory(lead, loaded.held, bytes.len(), &life, call.tag_set());
    }
}
