//! The entry of a change: before it is put, and after.
//!
//! Where the queue sets the entry with the change, in one step, nothing is to be done in Redis. Elsewhere
//! (another slot of a cluster, another server, a file) the key is held before the change is put, so
//! that whoever dies between the two leaves no old entry; and of two puts that overlap, in two
//! processes, nobody knows which is the last in the queue, so neither is stored.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::change::ChangeId;
use super::error::PutError;
#[cfg(feature = "redis")]
use super::error::PutErrorKind;
use super::line::Line;
use super::put::{Terms, Unsure};
use super::queue::{Beside, Put};
use crate::cache::CacheManager;
use crate::cache::entry::Held;
use crate::cache::key::Key;
use crate::cache::ops::Ops;
#[cfg(feature = "redis")]
use crate::cache::redis::{Commit, Hold, Payload, RedisTier};

#[cfg(not(feature = "redis"))]
pub(super) type Hold = std::convert::Infallible;

/// What the cache is to hold of a change.
pub(super) struct Entry<'a> {
    pub(super) manager: &'a CacheManager,
    pub(super) terms: &'a Terms,
    pub(super) lifetime: Option<Duration>,
    pub(super) held: Held,
    pub(super) ops: &'static Ops,
}

impl Entry<'_> {
    /// What the queue can set in one step with the change.
    #[cfg_attr(
        not(feature = "redis"),
        expect(
            clippy::unused_self,
            clippy::unnecessary_wraps,
            reason = "only Redis has entries beside a queue"
        )
    )]
    pub(super) fn beside(&self, id: ChangeId) -> Result<Option<Beside>, PutError> {
        #[cfg(feature = "redis")]
        if self.redis().is_some() {
            let payload = self
                .payload()
                .map_err(|reason| PutError::new(id, PutErrorKind::NotTaken, reason))?;
            return Ok(Some(Beside {
                payload: Some(payload.into()),
                ttl: self.lifetime,
            }));
        }
        let _ = id;
        Ok(None)
    }

    /// Sets what the queue has not set.
    pub(super) async fn set(
        &self,
        line: &Line,
        key: &Key,
        unsure: Unsure<'_>,
        put: Put,
        hold: Option<Hold>,
        until: Option<Instant>,
    ) {
        let is_known = match put {
            Put::Queued { with_entry: true } | Put::Again { with_entry: true } => true,
            Put::Queued { with_entry: false } => self.set_in_redis(key, hold.as_ref()).await,
            Put::Again { with_entry: false } => self.is_known(),
        };
        if !is_known {
            drop(unsure);
            let written = self.until_written(line, key, put, hold);
            match until {
                Some(until) => _ = timeout_at(until, written).await,
                None => written.await,
            }
            return;
        }
        let Some(mut lead) = unsure.taken() else {
            return;
        };
        let memory = self.manager.memory();
        if matches!(put, Put::Again { .. })
            && let Some(later) = self.put_since(key)
        {
            lead.land(later);
            return;
        }
        lead.land(self.held.clone());
        // Of what was queued before with its entry, Redis may have a later one.
        let is_old = put == (Put::Again { with_entry: true });
        if is_old || !self.terms.site.tier().uses_memory() || self.is_told_of_changes() {
            memory.discard(lead, key);
            return;
        }
        let size = (self.ops.weigh)(&self.held);
        let span = self.memory_span();
        let value = self.held.clone();
        let entry = self.manager.entry(self.terms.site, key, value, size, span);
        memory.store(lead, key.clone(), entry);
        self.manager.keep_swept();
    }

    /// What a later change of the key has put into memory, or this one when it was taken.
    fn put_since(&self, key: &Key) -> Option<Held> {
        let entry = self.manager.memory().peek(key, self.manager.now())?;
        std::ptr::eq(entry.site, self.terms.site).then_some(entry.value)
    }
}

#[cfg(feature = "redis")]
impl Entry<'_> {
    /// The tier of the entry, if it has one beside memory.
    fn redis(&self) -> Option<&RedisTier> {
        let redis = self.manager.redis().map(AsRef::as_ref);
        redis.filter(|_| self.terms.site.tier().uses_redis())
    }

    fn payload(&self) -> Result<Vec<u8>, String> {
        let payload = crate::cache::payload::encode(self.manager.codec(), &self.held, self.ops);
        payload.map_err(|error| error.to_string())
    }

    /// Whether memory is all there is, and so tells what came since.
    fn is_known(&self) -> bool {
        self.redis().is_none()
    }

    /// Holds the key, where the queue does not set its entry.
    pub(super) async fn hold(&self, line: &Line, key: &Key) -> Option<Hold> {
        let redis = self.redis().filter(|_| !line.queue.sets_entry(key))?;
        redis.hold(key).await
    }

    /// The change was not taken: the entry of an earlier change stays.
    pub(super) async fn release(&self, key: &Key, hold: Option<Hold>) {
        match (self.redis(), hold) {
            (Some(redis), Some(hold)) if hold.lies_on_a_change() => redis.release(key, &hold).await,
            // What a load brought may be older than a change that has been written meanwhile.
            (Some(redis), Some(hold)) => redis.remove_held(key, &hold).await,
            _ => {}
        }
    }

    /// Sets the entry of a change that is the last of its key: nobody else has touched it since it was
    /// held. False if that is not known.
    async fn set_in_redis(&self, key: &Key, hold: Option<&Hold>) -> bool {
        let Some(redis) = self.redis() else {
            return true;
        };
        let (Some(hold), Ok(payload)) = (hold, self.payload()) else {
            return false;
        };
        redis
            .put(key, hold, Payload::Queued(&payload), self.lifetime)
            .await
            == Commit::Stored
    }

    /// Nobody knows which change of the key is the last: until all are written no reader stores what it
    /// finds in the store, and then none of the entries is left. Dropped, the hold ends by itself.
    async fn until_written(&self, line: &Line, key: &Key, put: Put, hold: Option<Hold>) {
        let Some(redis) = self.redis() else { return };
        // Beneath the hold of a change that was taken before lies its value, or a later one.
        if matches!(put, Put::Again { .. }) && hold.as_ref().is_some_and(Hold::lies_on_a_value) {
            return self.release(key, hold).await;
        }
        let hold = match hold {
            // Only its own is renewed: where it lay somebody else's may.
            Some(hold) if redis.still_holds(key, &hold).await => Some(hold),
            _ => redis.hold(key).await,
        };
        if hold.is_none() {
            self.forget(key).await;
        }
        let mut written = std::pin::pin!(line.flush_key(key));
        let written = loop {
            match tokio::time::timeout(redis.hold_time() / 3, &mut written).await {
                Ok(written) => break written.is_ok(),
                Err(_) => {
                    if let Some(hold) = &hold {
                        redis.renew_hold(key, hold).await;
                    }
                }
            }
        };
        match &hold {
            _ if !written => {}
            Some(hold) => redis.remove_held(key, hold).await,
            None => self.forget(key).await,
        }
    }

    /// Whether Redis tells this process of changes: of an entry that the queue's connection has set
    /// it does not, so memory reads that anew.
    fn is_told_of_changes(&self) -> bool {
        self.redis().is_some_and(RedisTier::tells)
    }

    /// How long memory keeps it: as long as it lives, or a while where Redis has it.
    fn memory_span(&self) -> Option<Duration> {
        if self.redis().is_none() {
            return self.lifetime;
        }
        let own = self.terms.memory_ttl;
        Some(self.manager.memory_span(self.lifetime, own))
    }
}

#[cfg(not(feature = "redis"))]
#[expect(
    clippy::unused_self,
    clippy::unused_async,
    reason = "memory is the only tier"
)]
impl Entry<'_> {
    fn is_known(&self) -> bool {
        true
    }

    pub(super) async fn hold(&self, _: &Line, _: &Key) -> Option<Hold> {
        None
    }

    pub(super) async fn release(&self, _: &Key, _: Option<Hold>) {}

    async fn set_in_redis(&self, _: &Key, _: Option<&Hold>) -> bool {
        true
    }

    async fn until_written(&self, _: &Line, _: &Key, _: Put, _: Option<Hold>) {}

    fn is_told_of_changes(&self) -> bool {
        false
    }

    fn memory_span(&self) -> Option<Duration> {
        self.lifetime
    }
}

#[cfg(feature = "redis")]
impl Entry<'_> {
    /// What does not reach Redis is remembered.
    async fn forget(&self, key: &Key) {
        let keys = std::slice::from_ref(key);
        _ = self.manager.invalidate_at(self.terms.site, keys).await;
    }
}
