//! Storing what the body brought.

use super::{Batch, Returned};
use crate::cache::engine::Ticket;
use crate::cache::entry::Held;
use crate::cache::flight::Lead;
use crate::cache::key::Key;
use crate::cache::ladder::Life;
use crate::cache::observe::How;
use crate::cache::tags::TagSet;

/// What is to be stored of one id.
pub(super) struct Loaded {
    pub(super) key: Key,
    pub(super) lead: Lead,
    pub(super) held: Held,
    pub(super) life: Life,
}

/// What Redis is to be told.
#[cfg(feature = "redis")]
pub(super) struct Pending {
    loaded: Loaded,
    ticket: crate::cache::redis::Ticket,
    payload: Vec<u8>,
}

/// What was loaded while a writer held its key: it is not stored.
#[cfg(feature = "redis")]
pub(super) struct UnderHold {
    loaded: Loaded,
    hold: crate::cache::redis::Ticket,
}

impl<R: Returned, A, K, F> Batch<'_, R, A, K, F> {
    /// Stores it at once where memory is the only tier that keeps it; else it is remembered for
    /// [`store`](Self::store).
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::needless_pass_by_value, reason = "memory is the only tier")
    )]
    pub(super) fn keep(&mut self, ticket: Ticket, mut loaded: Loaded, weigh: fn(&Held) -> usize) {
        match ticket {
            Ticket::MemoryOnly => {
                loaded.lead.land(loaded.held.clone());
                self.caller.report(How::Loaded, true);
                let size = weigh(&loaded.held);
                self.in_memory(loaded, size);
            }
            #[cfg(feature = "redis")]
            Ticket::Unreachable => {
                loaded.lead.land(loaded.held.clone());
                let stored = self.caller.site.tier().uses_memory();
                self.caller.report(How::Loaded, stored);
                if stored {
                    let size = weigh(&loaded.held);
                    loaded.life = loaded.life.at_most(self.unconfirmed());
                    self.in_memory(loaded, size);
                }
            }
            #[cfg(feature = "redis")]
            Ticket::Held(None) => {
                loaded.lead.land(loaded.held);
                self.caller.report(How::Loaded, false);
            }
            #[cfg(feature = "redis")]
            Ticket::Held(Some(hold)) => self.under_hold.push(UnderHold { loaded, hold }),
            #[cfg(feature = "redis")]
            Ticket::Redis(ticket) => self.encode(ticket, loaded),
        }
    }

    fn in_memory(&self, loaded: Loaded, size: usize) {
        let Loaded {
            key,
            lead,
            held,
            life,
        } = loaded;
        // A function with `batch` has no tags.
        let held = (held, TagSet::default());
        self.caller.keep_in_memory(lead, &key, held, size, &life);
    }

    #[cfg(not(feature = "redis"))]
    #[expect(clippy::unused_async, reason = "memory is the only tier")]
    pub(super) async fn store(&mut self) {}
}

#[cfg(feature = "redis")]
mod redis {
    use std::mem;
    use std::time::Duration;

    use futures_util::future::join_all;

    use super::{Batch, How, Loaded, Pending, Returned, UnderHold};
    use crate::cache::events;
    use crate::cache::payload;
    use crate::cache::redis::{Brought, Commit, Extra, RedisTier, Ticket};

    impl<R: Returned, A, K, F> Batch<'_, R, A, K, F> {
        /// How long memory keeps what Redis has not taken.
        pub(super) fn unconfirmed(&self) -> Duration {
            let manager = &self.caller.manager;
            manager.unconfirmed_span(self.terms.times.memory_ttl)
        }

        /// Makes bytes of it; what cannot be bytes goes to those who wait, and is not stored.
        pub(super) fn encode(&mut self, ticket: Ticket, mut loaded: Loaded) {
            let manager = &self.caller.manager;
            match payload::encode(manager.codec(), &loaded.held, self.terms.plan.ops) {
                Ok(payload) => self.to_store.push(Pending {
                    loaded,
                    ticket,
                    payload,
                }),
                Err(error) => {
                    events::unencodable(self.caller.site, &loaded.key, &error);
                    loaded.lead.land(loaded.held);
                    self.caller.report(How::Loaded, false);
                }
            }
        }

        /// Tells Redis of all that a body has brought, in one round trip. Who waits gets a value
        /// once Redis has taken it: refused, it is older than a change that some of them may have
        /// seen, and the next of them loads anew.
        pub(in crate::cache::batch) async fn store(&mut self) {
            if self.to_store.is_empty() && self.under_hold.is_empty() {
                return;
            }
            let manager = self.caller.manager.clone();
            let Some(redis) = manager.redis() else { return };
            self.hand_on_under_hold(redis).await;
            let mut pending = mem::take(&mut self.to_store);
            if pending.is_empty() {
                return;
            }
            for pending in &mut pending {
                pending.loaded.lead.listen();
            }
            let (items, loaded): (Vec<Brought>, Vec<(Loaded, usize)>) =
                pending.into_iter().map(Pending::parted).unzip();
            let commits = redis.commit_many(&items).await;
            for ((loaded, size), commit) in loaded.into_iter().zip(commits) {
                self.committed(loaded, size, commit);
            }
        }

        /// Who waits gets a value if the write still goes on under which it was loaded: otherwise it
        /// may be older than one that some of them know to be written, and the next of them loads anew.
        async fn hand_on_under_hold(&mut self, redis: &RedisTier) {
            let under_hold = mem::take(&mut self.under_hold);
            let still = under_hold
                .iter()
                .map(|UnderHold { loaded, hold }| redis.holds(&loaded.key, hold));
            let still = join_all(still).await;
            for (UnderHold { mut loaded, .. }, still) in under_hold.into_iter().zip(still) {
                if still {
                    loaded.lead.land(loaded.held);
                }
                self.caller.report(How::Loaded, false);
            }
        }

        fn committed(&mut self, mut loaded: Loaded, size: usize, commit: Commit) {
            let stored = !matches!(commit, Commit::Refused);
            if stored {
                loaded.lead.land(loaded.held.clone());
            }
            let in_memory = stored && self.caller.site.tier().uses_memory();
            let kept = in_memory || matches!(commit, Commit::Stored);
            self.caller.report(How::Loaded, kept);
            if in_memory {
                let own = self.terms.times.memory_ttl;
                let most = match commit {
                    Commit::Stored => self.caller.manager.memory_span(None, own),
                    Commit::Refused | Commit::Down => self.unconfirmed(),
                };
                loaded.life = loaded.life.at_most(most);
                self.in_memory(loaded, size);
            }
        }
    }

    impl Pending {
        /// What goes to Redis, and what stays here with its size.
        fn parted(self) -> (Brought, (Loaded, usize)) {
            let Self {
                loaded,
                ticket,
                payload,
            } = self;
            let size = payload.len();
            let brought = Brought {
                key: loaded.key.clone(),
                ticket,
                payload,
                ttl: loaded.life.whole(),
                extra: Extra::default(),
            };
            (brought, (loaded, size))
        }
    }
}
