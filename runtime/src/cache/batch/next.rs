//! From the first look to the body: asking Redis, and waiting for what others load.

use std::future::poll_fn;
use std::mem;
use std::task::Poll;
use std::time::Instant;

use super::begin::taken;
use super::{Batch, Load, Returned, State};
use crate::cache::engine::Ticket;
use crate::cache::entry::Held;
use crate::cache::events;
use crate::cache::flight::{Lead, Waited};
use crate::cache::local;
use crate::cache::observe::How;
use crate::cache::stats::Count;

impl<R: Returned, A: Clone, K, F> Batch<'_, R, A, K, F> {
    /// The ids that the body has to be called with next; `None` when everything is there, or
    /// another call's load has failed.
    ///
    /// What an earlier body brought is stored first. Dropped at any time, whatever this call leads
    /// goes to those who wait.
    pub async fn next(&mut self) -> Option<Vec<A>> {
        loop {
            self.store().await;
            self.ask().await;
            if let Some(chunk) = self.chunk() {
                return Some(chunk);
            }
            if self.failed.is_some() || self.waiting.is_empty() {
                return None;
            }
            self.wait().await;
        }
    }

    /// The next ids to load, as many as one call of the body takes.
    fn chunk(&mut self) -> Option<Vec<A>> {
        if self.failed.is_some() || self.to_load.is_empty() {
            return None;
        }
        let count = self.to_load.len().min(self.terms.most.max(1));
        self.running = self.to_load.drain(..count).collect();
        let mut ids = Vec::with_capacity(count);
        for load in &self.running {
            let wanted = self.wanted.get_mut(load.at);
            let Some(wanted) = wanted else { continue };
            wanted.state = State::Running;
            ids.extend(self.asked.get(wanted.first).cloned());
            self.caller.count(Count::Miss);
        }
        self.began = Instant::now();
        Some(ids)
    }

    /// Waits for the first of those that others load, and takes what else has come by then.
    async fn wait(&mut self) {
        let wait = self.terms.times.wait;
        let wait = wait.unwrap_or_else(|| self.caller.manager.wait());
        let waiting = &mut self.waiting;
        let waited = poll_fn(move |cx| match waiting.front_mut() {
            Some((_, waiter)) => waiter.poll(cx, wait).map(Some),
            None => Poll::Ready(None),
        });
        let Some(waited) = waited.await else { return };
        let late = matches!(waited, Waited::TakenOver(_) | Waited::TimedOut);
        let first = self.waiting.pop_front();
        let mut came = vec![];
        // The others have waited for as long.
        for (at, waiter) in mem::take(&mut self.waiting) {
            match waiter.glance(late, wait) {
                Some(waited) => came.push((at, waited)),
                None => self.waiting.push_back((at, waiter)),
            }
        }
        if let Some((at, _)) = first {
            self.waited(at, waited);
        }
        for (at, waited) in came {
            self.waited(at, waited);
        }
    }

    fn waited(&mut self, at: usize, waited: Waited) {
        match waited {
            Waited::Landed(held) => self.joined(at, held),
            Waited::Lead(lead) => self.to_ask.push((at, lead)),
            Waited::TakenOver(lead) => {
                self.waited_in_vain(at);
                self.to_ask.push((at, lead));
            }
            Waited::TimedOut => {
                self.waited_in_vain(at);
                self.to_load.push_back(Load::beside(at));
            }
        }
    }

    fn waited_in_vain(&self, at: usize) {
        if let Some(wanted) = self.wanted.get(at) {
            events::waited_in_vain(self.caller.site, &wanted.key, &local::loading());
        }
    }

    /// What another call's load brought is this call's, too; or it is of another type, and the
    /// body has to run.
    fn joined(&mut self, at: usize, held: Held) {
        if (self.terms.fault.take)(&held).is_some() {
            self.caller.count(Count::Joined);
            self.caller.report(How::Joined, false);
            self.failed = Some(held);
            return;
        }
        if let Some(state) = taken(&self.terms.plan, held) {
            self.caller.count(Count::Joined);
            self.caller.report(How::Joined, false);
            self.settle(at, state);
        } else {
            self.caller.count(Count::Mismatch);
            self.to_load.push_back(Load::beside(at));
        }
    }

    /// Asks Redis for all that this call leads, in one round trip.
    async fn ask(&mut self) {
        let leads = mem::take(&mut self.to_ask);
        if leads.is_empty() {
            return;
        }
        if self.caller.asks_redis() {
            #[cfg(feature = "redis")]
            self.ask_redis(leads).await;
            return;
        }
        for (at, lead) in leads {
            self.load(at, lead, Ticket::default());
        }
    }

    pub(super) fn load(&mut self, at: usize, lead: Lead, ticket: Ticket) {
        self.to_load.push_back(Load {
            at,
            lead: Some(lead),
            ticket,
        });
    }
}

#[cfg(feature = "redis")]
mod redis {
    use super::{Batch, Count, How, Lead, Returned, Ticket, events, taken};
    use crate::cache::control::Mode;
    use crate::cache::key::Key;
    use crate::cache::payload::{self, Unusable};
    use crate::cache::redis::{Read, RedisTier, Ticket as Right, Want};
    use crate::cache::site::ELSEWHERE;
    use crate::cache::tags::Moment;

    /// An entry that could not be decoded.
    struct Broken {
        at: usize,
        lead: Lead,
        ticket: Right,
    }

    impl<R: Returned, A: Clone, K, F> Batch<'_, R, A, K, F> {
        pub(super) async fn ask_redis(&mut self, mut leads: Vec<(usize, Lead)>) {
            let manager = self.caller.manager.clone();
            let Some(redis) = manager.redis() else { return };
            let keys: Vec<Key> = leads
                .iter()
                .filter_map(|(at, _)| self.key_of(*at))
                .collect();
            let want = Want {
                time_left: self.caller.site.tier().uses_memory(),
                lease: true,
            };
            for (_, lead) in &mut leads {
                lead.listen();
            }
            let moment = manager.tags().moment();
            let mut broken = Vec::new();
            let mut leads: Vec<_> = leads.into_iter().map(Some).collect();
            let tell = |place: usize, read| {
                if let Some((at, lead)) = leads.get_mut(place).and_then(Option::take) {
                    broken.extend(self.read(at, lead, read, moment));
                }
            };
            redis.read_each(&keys, want, tell).await;
            for broken in broken {
                self.heal(redis, broken).await;
            }
        }

        fn key_of(&self, at: usize) -> Option<Key> {
            self.wanted.get(at).map(|wanted| wanted.key.clone())
        }

        /// What Redis said of one id.
        fn read(
            &mut self,
            at: usize,
            mut lead: Lead,
            read: Read,
            moment: Moment,
        ) -> Option<Broken> {
            let (bytes, ticket, life, extra) = match read {
                Read::Hit {
                    payload,
                    ticket,
                    life,
                    extra,
                    ..
                } => (payload, ticket, life, extra),
                Read::Miss(Some(ticket)) => {
                    self.load(at, lead, Ticket::Redis(ticket));
                    return None;
                }
                // Without a lease nothing can be stored there.
                Read::Miss(None) | Read::Skip => {
                    self.load(at, lead, Ticket::Unreachable);
                    return None;
                }
                Read::DontStore(hold) => {
                    self.load(at, lead, Ticket::Held(Some(hold)));
                    return None;
                }
            };
            let key = self.key_of(at)?;
            let (manager, site) = (self.caller.manager.clone(), self.caller.site);
            // What may only be served stale is of no use here.
            if self.caller.mode == Mode::Refresh || life.ttl.is_some_and(|ttl| ttl.is_zero()) {
                self.load(at, lead, Ticket::Redis(ticket));
                return None;
            }
            let held = match payload::decode(manager.codec(), &bytes, self.terms.plan.ops, None) {
                Ok(held) => held,
                Err(Unusable::OtherType) => {
                    self.caller.count(Count::Mismatch);
                    manager.warn_of_two_types(&key, site, &ELSEWHERE);
                    self.load(at, lead, Ticket::Redis(ticket));
                    return None;
                }
                Err(Unusable::Undecodable(error)) => {
                    self.caller.count(Count::Undecodable);
                    events::undecodable(site, &key, &error);
                    return Some(Broken { at, lead, ticket });
                }
            };
            self.caller.count(Count::HitRedis);
            self.caller.report(How::HitRedis, false);
            events::hit(&key, site, "redis");
            lead.land(held.clone());
            if site.tier().uses_memory()
                && let Some(tags) = extra.tag_set(manager.tags(), moment)
            {
                let most = manager.memory_span(None, self.terms.times.memory_ttl);
                let life = life.at_most(most);
                let held = (held.clone(), tags);
                self.caller
                    .keep_in_memory(lead, &key, held, bytes.len(), &life);
            }
            if let Some(state) = taken(&self.terms.plan, held) {
                self.settle(at, state);
            }
            None
        }

        /// Removes what could not be decoded, and has its id loaded.
        async fn heal(&mut self, redis: &RedisTier, broken: Broken) {
            let Broken { at, lead, ticket } = broken;
            let Some(key) = self.key_of(at) else { return };
            redis.heal(&key, &ticket).await;
            let want = Want {
                time_left: false,
                lease: true,
            };
            let ticket = match redis.read(&key, want).await {
                Read::Miss(Some(ticket)) => Ticket::Redis(ticket),
                Read::Miss(None) | Read::Skip => Ticket::Unreachable,
                Read::DontStore(hold) => Ticket::Held(Some(hold)),
                Read::Hit { .. } => Ticket::Held(None),
            };
            self.load(at, lead, ticket);
        }
    }
}
