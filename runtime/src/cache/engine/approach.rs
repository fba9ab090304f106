//! From a miss in memory to the load: waiting for another's, and asking Redis.

use std::time::Duration;

#[cfg(feature = "redis")]
use crate::cache::control::Mode;
use crate::cache::engine::begin::Call;
use crate::cache::engine::conclude::Ticket;
use crate::cache::engine::look::result;
use crate::cache::entry::Held;
use crate::cache::events;
use crate::cache::flight::{Lead, Waited};
use crate::cache::local;
use crate::cache::observe::How;
use crate::cache::ops::Ops;
use crate::cache::plan::Plan;
#[cfg(feature = "redis")]
use crate::cache::redis::{Read, RedisTier, Want};
use crate::cache::shape::Shape;
use crate::cache::stats::Count;
use crate::cache::ttl::Ttl;

/// Where a miss has come to.
pub(super) enum Approach {
    /// The second tier had it.
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    Found(Held),
    /// Another call's load brought it.
    Joined(Held),
    /// The lead has come to this call.
    Lead(Lead),
    /// The body has to run, and what it brings may be stored as the ticket says.
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    Load(Lead, Ticket),
    /// The body has to run, and nothing is stored.
    Beside,
}

/// What asking Redis needs to know of the attribute.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(feature = "redis"),
    expect(dead_code, reason = "memory is the only tier")
)]
pub(super) struct Terms {
    pub(super) ops: &'static Ops,
    pub(super) fault: Option<&'static Ops>,
    pub(super) memory_ttl: Option<Duration>,
    /// How long a value will live, as far as that is known before it is there.
    pub(super) ttl: Ttl,
}

impl Call {
    /// Whether a lead has to ask Redis before it loads.
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::unused_self, reason = "memory is the only tier")
    )]
    pub(super) fn asks_redis(&self) -> bool {
        #[cfg(feature = "redis")]
        return self.site.tier().uses_redis() && self.manager.redis().is_some();
        #[cfg(not(feature = "redis"))]
        false
    }

    pub(super) fn wait(&self, wait: Option<Duration>) -> Duration {
        wait.unwrap_or_else(|| self.manager.wait())
    }

    /// A call that waited has what it waited for, or the duty to load.
    pub(super) fn waited(&self, waited: Waited) -> Approach {
        match waited {
            Waited::Landed(held) => Approach::Joined(held),
            Waited::Lead(lead) => Approach::Lead(lead),
            Waited::TakenOver(lead) => {
                events::waited_in_vain(self.site, &self.key, &local::loading());
                Approach::Lead(lead)
            }
            Waited::TimedOut => {
                events::waited_in_vain(self.site, &self.key, &local::loading());
                Approach::Beside
            }
        }
    }
}

/// What another call's load brought is this call's result, too; or it is of another type, and the
/// body has to run.
pub(super) fn joined<S: Shape>(call: &Call, plan: &Plan<S>, held: Held) -> Option<S::Ret> {
    let ret = result(plan, held);
    if ret.is_some() {
        call.count(Count::Joined);
        call.report(How::Joined, false, None, None);
    } else {
        call.count(Count::Mismatch);
    }
    ret
}

/// Asks Redis before the load.
#[cfg_attr(
    not(feature = "redis"),
    expect(unused_mut, reason = "memory is the only tier")
)]
pub(super) async fn ask_redis(mut call: Call, lead: Lead, terms: Terms) -> (Call, Approach) {
    #[cfg(feature = "redis")]
    let approach = ask(&mut call, lead, terms).await;
    #[cfg(not(feature = "redis"))]
    let (approach, _) = (Approach::Lead(lead), terms);
    (call, approach)
}

#[cfg(feature = "redis")]
async fn ask(call: &mut Call, mut lead: Lead, terms: Terms) -> Approach {
    use crate::cache::payload;

    call.begin_tags(&lead);
    let Some(redis) = call.manager.redis().cloned() else {
        return Approach::Load(lead, Ticket::default());
    };
    let moment = call.manager.tags().moment();
    let want = Want {
        time_left: call.site.tier().uses_memory(),
        lease: true,
    };
    let (bytes, ticket, left, extra) = match read(call, &redis, want, terms).await {
        Read::Hit {
            payload,
            ticket,
            left,
            extra,
        } => (payload, ticket, left, extra),
        Read::Miss(Some(ticket)) => return Approach::Load(lead, Ticket::Redis(ticket)),
        // Without a lease (the server is full, or has just gone) nothing can be stored there.
        Read::Miss(None) | Read::Skip => return Approach::Load(lead, Ticket::Unreachable),
        Read::DontStore => return Approach::Load(lead, Ticket::Held),
    };
    if call.mode == Mode::Refresh {
        if let Some(ctx) = &call.ctx
            && let Ok(held) = payload::decode(call.manager.codec(), &bytes, terms.ops, terms.fault)
        {
            ctx.offer(held);
        }
        return Approach::Load(lead, stamped(call, &redis, ticket, terms).await);
    }
    let held = match payload::decode(call.manager.codec(), &bytes, terms.ops, terms.fault) {
        Ok(held) => held,
        Err(payload::Unusable::OtherType) => {
            call.count(Count::Mismatch);
            call.manager
                .warn_of_two_types(&call.key, call.site, &crate::cache::site::ELSEWHERE);
            return Approach::Load(lead, stamped(call, &redis, ticket, terms).await);
        }
        Err(payload::Unusable::Undecodable(error)) => {
            call.count(Count::Undecodable);
            events::undecodable(call.site, &call.key, &error);
            redis.heal(&call.key, &ticket).await;
            let want = Want {
                time_left: false,
                lease: true,
            };
            let ticket = match read(call, &redis, want, terms).await {
                Read::Miss(Some(ticket)) => Ticket::Redis(ticket),
                Read::Miss(None) | Read::Skip => Ticket::Unreachable,
                Read::Hit { .. } | Read::DontStore => Ticket::Held,
            };
            return Approach::Load(lead, ticket);
        }
    };
    call.count(Count::HitRedis);
    events::hit(&call.key, call.site, "redis");
    let time_left = left.map_or(crate::cache::TimeLeft::Forever, crate::cache::TimeLeft::For);
    call.report(
        How::HitRedis,
        false,
        None,
        want.time_left.then_some(time_left),
    );
    lead.land(held.clone());
    if call.site.tier().uses_memory() {
        let span = call.manager.memory_span(left, terms.memory_ttl);
        call.keep_found(lead, held.clone(), bytes.len(), span, (moment, &extra));
    }
    Approach::Found(held)
}

/// Reads the entry, and its tags where it may have any.
#[cfg(feature = "redis")]
async fn read(call: &mut Call, redis: &RedisTier, want: Want, terms: Terms) -> Read {
    let Some(wanted) = call.wanted_tags(terms.ttl) else {
        return redis.read(&call.key, want).await;
    };
    let (read, stamps) = redis.read_tagged(&call.key, want, wanted).await;
    if let Some(tags) = &mut call.tags {
        tags.stamps = stamps;
    }
    read
}

/// The ticket of a load although there is an entry: its tags have to be looked at before.
#[cfg(feature = "redis")]
async fn stamped(
    call: &mut Call,
    redis: &RedisTier,
    ticket: crate::cache::redis::Ticket,
    terms: Terms,
) -> Ticket {
    let Some(wanted) = call.wanted_tags(terms.ttl) else {
        return Ticket::Redis(ticket);
    };
    let stamps = redis.stamps(wanted).await;
    let stored = stamps.is_some();
    if let Some(tags) = &mut call.tags {
        tags.stamps = stamps;
    }
    if stored {
        Ticket::Redis(ticket)
    } else {
        Ticket::Unreachable
    }
}
