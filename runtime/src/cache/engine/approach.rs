//! From a miss in memory to the load: waiting for another's, and asking Redis.

use std::time::Duration;

#[cfg(feature = "redis")]
use crate::cache::control::Mode;
use crate::cache::engine::begin::Call;
#[cfg(feature = "redis")]
use crate::cache::engine::cluster;
use crate::cache::engine::look::result;
use crate::cache::engine::store::Ticket;
use crate::cache::entry::Held;
use crate::cache::events;
#[cfg(feature = "redis")]
use crate::cache::flight::Waiter;
use crate::cache::flight::{Lead, Waited};
use crate::cache::ladder::Ladder;
use crate::cache::ladder::Old;
#[cfg(feature = "redis")]
use crate::cache::ladder::Window;
use crate::cache::local;
use crate::cache::observe::How;
use crate::cache::ops::Ops;
use crate::cache::plan::Plan;
#[cfg(feature = "redis")]
use crate::cache::redis::{Read, RedisTier, Want};
use crate::cache::shape::Shape;
#[cfg(feature = "redis")]
use crate::cache::site::ReadMode;
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
    /// What another call's load brought may be older than this call: Redis has to be asked.
    #[cfg(feature = "redis")]
    Ask,
    /// Redis has what no longer answers at once, and a load of it may be stored as the ticket says.
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    Old(Lead, Ticket, Old),
    /// Redis has what still answers, while another call loads.
    #[cfg(feature = "redis")]
    Answered(Old),
    /// It has nothing of that kind: the other call's load is waited for.
    #[cfg(feature = "redis")]
    Wait(Waiter),
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
    pub(super) wait: Option<Duration>,
    pub(super) ladder: Ladder,
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

    /// Redis has a value that the load may replace: the body can ask for it.
    #[cfg(feature = "redis")]
    fn offer(&self, held: &Held) {
        if let Some(ctx) = &self.ctx {
            ctx.offer(held.clone());
        }
    }

    pub(super) fn wait(&self, wait: Option<Duration>) -> Duration {
        wait.unwrap_or_else(|| self.manager.wait())
    }

    /// A call that waited has what it waited for, or the duty to load.
    pub(super) fn waited(&self, waited: Waited) -> Approach {
        match waited {
            #[cfg(feature = "redis")]
            Waited::Landed(_) if self.site.read() == ReadMode::Strict => Approach::Ask,
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
    let read = if call.site.flies_with_all() {
        cluster::read(call, &mut lead, &redis, call.wait(terms.wait)).await
    } else {
        lead.listen();
        read(call, &redis, want, terms).await
    };
    let (bytes, ticket, life, extra) = match read {
        Read::Hit {
            payload,
            ticket,
            life,
            extra,
            ..
        } => (payload, ticket, life, extra),
        Read::Miss(Some(ticket)) => {
            let ticket = stamped(call, &redis, ticket, terms).await;
            return Approach::Load(lead, ticket);
        }
        // Without a lease (the server is full, or has just gone) nothing can be stored there.
        Read::Miss(None) | Read::Skip => return Approach::Load(lead, Ticket::Unreachable),
        Read::DontStore(hold) => return Approach::Load(lead, Ticket::Held(Some(hold))),
    };
    if call.mode == Mode::Refresh {
        if let Ok(held) = payload::decode(call.manager.codec(), &bytes, terms.ops, terms.fault) {
            call.offer(&held);
        }
        let ticket = stamped(call, &redis, ticket, terms).await;
        return Approach::Load(lead, ticket);
    }
    let held = match payload::decode(call.manager.codec(), &bytes, terms.ops, terms.fault) {
        Ok(held) => held,
        Err(payload::Unusable::OtherType) => {
            call.count(Count::Mismatch);
            call.manager
                .warn_of_two_types(&call.key, call.site, &crate::cache::site::ELSEWHERE);
            let ticket = stamped(call, &redis, ticket, terms).await;
            return Approach::Load(lead, ticket);
        }
        Err(payload::Unusable::Undecodable(error)) => {
            call.count(Count::Undecodable);
            events::undecodable(call.site, &call.key, &error);
            redis.heal(&call.key, &ticket).await;
            let want = Want {
                time_left: false,
                lease: true,
            };
            let ticket = match self::read(call, &redis, want, terms).await {
                Read::Miss(Some(ticket)) => stamped(call, &redis, ticket, terms).await,
                Read::Miss(None) | Read::Skip => Ticket::Unreachable,
                Read::DontStore(hold) => Ticket::Held(Some(hold)),
                Read::Hit { .. } => Ticket::Held(None),
            };
            return Approach::Load(lead, ticket);
        }
    };
    let now = call.manager.now();
    let life = terms.ladder.life_of_found(life);
    // None, if one of its tags has been invalidated here while it was read: then memory has no use of
    // it.
    let found = extra.tag_set(call.manager.tags(), moment);
    let old = Old::in_redis(held.clone(), &life, found.clone().unwrap_or_default(), now);
    let most = call.manager.memory_span(None, terms.memory_ttl);
    if old.window(&terms.ladder, now) != (Window::Fresh { due: false }) {
        call.offer(&held);
        // Others are answered by it while this call, or a task, loads.
        if call.site.tier().uses_memory()
            && let Some(found) = found
        {
            let life = life.at_most(most);
            let entry = call
                .manager
                .entry_of(call.site, &call.key, held, bytes.len(), &life);
            call.manager
                .memory()
                .publish(&lead, call.key.clone(), entry.tagged(found));
            call.manager.keep_swept();
        }
        let ticket = stamped(call, &redis, ticket, terms).await;
        return Approach::Old(lead, ticket, old);
    }
    call.count(Count::HitRedis);
    events::hit(&call.key, call.site, "redis");
    let time_left = want.time_left.then(|| old.left(now));
    call.report(How::HitRedis, false, None, time_left);
    lead.land(held.clone());
    if call.site.tier().uses_memory()
        && let Some(found) = found
    {
        let life = life.at_most(most);
        call.keep_in_memory(lead, held.clone(), bytes.len(), &life, found);
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

/// The ticket of a load, once its tags have been looked at: without their stamps it can store nothing
/// in Redis.
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
    if call.tags.as_ref().is_none_or(|tags| tags.stamps.is_none()) {
        let stamps = redis.stamps(wanted).await;
        if stamps.is_none() {
            return Ticket::Unreachable;
        }
        if let Some(tags) = &mut call.tags {
            tags.stamps = stamps;
        }
    }
    Ticket::Redis(ticket)
}

/// Asks Redis for what answers at once, for a call that has no memory to find it in and would have to
/// wait for a reload.
#[cfg(feature = "redis")]
pub(super) async fn look_before_waiting(
    call: Call,
    waiter: Waiter,
    terms: Terms,
) -> (Call, Approach) {
    use crate::cache::payload;
    use crate::cache::redis::{Read, Want};

    let want = Want {
        time_left: false,
        lease: false,
    };
    let moment = call.manager.tags().moment();
    let read = match call.manager.redis() {
        Some(redis) => redis.read(&call.key, want).await,
        None => Read::Skip,
    };
    let Read::Hit {
        payload,
        life,
        extra,
        ..
    } = read
    else {
        return (call, Approach::Wait(waiter));
    };
    let codec = call.manager.codec();
    let Ok(held) = payload::decode(codec, &payload, terms.ops, terms.fault) else {
        return (call, Approach::Wait(waiter));
    };
    let Some(tags) = extra.tag_set(call.manager.tags(), moment) else {
        return (call, Approach::Wait(waiter));
    };
    let now = call.manager.now();
    let old = Old::in_redis(held, &life, tags, now);
    if old.window(&terms.ladder, now).answers() {
        (call, Approach::Answered(old))
    } else {
        (call, Approach::Wait(waiter))
    }
}

/// Asks Redis, for a call that may not share what another one was told: what is found there now is
/// no older than the call.
#[cfg(feature = "redis")]
pub(super) async fn ask_again(call: Call, terms: Terms) -> (Call, Approach) {
    use crate::cache::payload;

    let want = Want {
        time_left: false,
        lease: false,
    };
    let read = match call.manager.redis() {
        Some(redis) => redis.read(&call.key, want).await,
        None => Read::Skip,
    };
    let Read::Hit {
        payload: bytes,
        life,
        ..
    } = read
    else {
        return (call, Approach::Beside);
    };
    if life.ttl.is_some_and(|ttl| ttl.is_zero()) {
        return (call, Approach::Beside);
    }
    match payload::decode(call.manager.codec(), &bytes, terms.ops, terms.fault) {
        Ok(held) => {
            call.count(Count::HitRedis);
            events::hit(&call.key, call.site, "redis");
            call.report(How::HitRedis, false, None, None);
            (call, Approach::Found(held))
        }
        // The call that it waited for has met the same, and dealt with it.
        Err(_) => (call, Approach::Beside),
    }
}
