//! Storing what a load brought, and handing it to who waits.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::cache::engine::begin::Call;
use crate::cache::entry::Held;
#[cfg(feature = "redis")]
use crate::cache::events;
use crate::cache::flight::Lead;
use crate::cache::ladder::Life;
use crate::cache::observe::How;
use crate::cache::ops::Ops;
use crate::cache::tags::TagSet;

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
    pub(super) fn store(self, mut lead: Lead, ticket: Ticket, loaded: Loaded) -> Option<Storing> {
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
    pub(super) fn discard(self, lead: Lead, ticket: Ticket) -> Option<Storing> {
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
