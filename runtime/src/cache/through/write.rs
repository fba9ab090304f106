//! One write: before the body, and after it.

use std::future::Future;
use std::pin::Pin;
#[cfg(feature = "redis")]
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "redis")]
use super::writers::Writers;
use super::writers::{End, Turn};
use crate::cache::CacheManager;
use crate::cache::entry::Held;
use crate::cache::events;
use crate::cache::key::Key;
use crate::cache::ops::Ops;
#[cfg(feature = "redis")]
use crate::cache::payload;
#[cfg(feature = "redis")]
use crate::cache::redis::{Commit, Hold, Payload, RedisTier};
use crate::cache::site::Site;
use crate::cache::stats::Count;

/// A key whose value is being written to the user's store.
///
/// Dropped before anybody said how the body ended (the call was cancelled, or the body panicked), it
/// removes the entry: whether the body's work was done is not known.
#[must_use = "the entry goes when it is dropped"]
pub struct Write {
    site: &'static Site,
    manager: CacheManager,
    key: Key,
    turn: Turn,
    #[cfg(feature = "redis")]
    hold: Option<Arc<Hold>>,
    ended: bool,
}

impl std::fmt::Debug for Write {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Write")
            .field("function", &self.site.function())
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Keeps a hold in place.
pub(super) type Renewing = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A value to store once it is written.
pub(super) struct Written {
    pub(super) held: Held,
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    pub(super) ops: &'static Ops,
    pub(super) weigh: fn(&Held) -> usize,
    /// `None` is for ever.
    pub(super) ttl: Option<Duration>,
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    pub(super) memory_ttl: Option<Duration>,
}

/// What the second tier says to a value that was written.
enum Second {
    /// Memory may keep it for this long; `None` is for ever.
    Keep(Option<Duration>),
    /// Somebody else has changed the entry, or it cannot be told: nobody stores.
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    Refused,
}

/// Begins a write: until it ends, no other process stores what it reads under `key`.
pub async fn begin(site: &'static Site, manager: CacheManager, key: Key) -> Write {
    #[cfg(feature = "redis")]
    manager.memory().writers().released(&key).await;
    let turn = manager.memory().writers().begin(&key);
    #[cfg_attr(
        not(feature = "redis"),
        expect(unused_mut, reason = "memory is the only tier")
    )]
    let mut write = Write {
        site,
        manager,
        key,
        turn,
        #[cfg(feature = "redis")]
        hold: None,
        ended: false,
    };
    #[cfg(feature = "redis")]
    if let Some(redis) = write.redis() {
        write.hold = Box::pin(redis.hold(&write.key)).await.map(Arc::new);
    }
    write
}

impl Write {
    /// The second tier, if the entry lives there.
    #[cfg(feature = "redis")]
    fn redis(&self) -> Option<&Arc<RedisTier>> {
        let redis = self.manager.redis();
        redis.filter(|_| self.site.tier().uses_redis())
    }

    pub(super) fn default_ttl(&self) -> Duration {
        self.manager.default_ttl()
    }

    /// Keeps the hold in Redis for as long as it is polled; it never ends. `None` without one.
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::unused_self, reason = "memory is the only tier")
    )]
    pub(super) fn renewing(&self) -> Option<Renewing> {
        #[cfg(feature = "redis")]
        {
            let (redis, hold) = (self.redis()?.clone(), self.hold.clone()?);
            let key = self.key.clone();
            Some(Box::pin(async move {
                loop {
                    tokio::time::sleep(redis.hold_time() / 3).await;
                    redis.renew_hold(&key, &hold).await;
                }
            }))
        }
        #[cfg(not(feature = "redis"))]
        None
    }

    /// The body failed, and changed nothing: the old entry stays. What lies on it in Redis is taken
    /// away in the background.
    pub fn failed(mut self) {
        self.end(End::Failed);
        #[cfg(feature = "redis")]
        if let (Some(hold), Some(redis)) = (self.hold.take(), self.redis().cloned())
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let key = self.key.clone();
            let release = async move { redis.release(&key, &hold).await };
            Writers::release(&runtime, &self.manager, &self.key, release);
        }
    }

    /// The body has written what is not to be stored: the old entry goes.
    pub(super) async fn remove(mut self) {
        let keys = std::slice::from_ref(&self.key);
        // Errors are in the event: the body has succeeded, and its result goes to the caller.
        _ = self.manager.invalidate_at(self.site, keys).await;
        self.end(End::Written);
    }

    /// The body has written it: both tiers get it, unless another change of the key makes it
    /// uncertain whether it is the last.
    pub(super) async fn put(mut self, written: Written) {
        if written.ttl.is_some_and(|ttl| ttl.is_zero()) {
            return self.remove().await;
        }
        self.manager.stats_table().of(self.site).add(Count::Set);
        // From here on whoever asks waits, and loads that began before are not stored.
        let mut lead = self.manager.memory().begin_set(&self.key);
        let second = self.tell_redis(&written).await;
        let alone = self.end(End::Written);
        let Second::Keep(span) = second else {
            events::written_through(self.site, &self.key, false);
            return;
        };
        events::written_through(self.site, &self.key, alone);
        if !alone {
            return;
        }
        lead.land(written.held.clone());
        if self.site.tier().uses_memory() {
            let size = (written.weigh)(&written.held);
            let (manager, key) = (&self.manager, &self.key);
            let entry = manager.entry(self.site, key, written.held, size, span);
            manager.memory().store(lead, key.clone(), entry);
            manager.keep_swept();
        }
    }

    #[cfg(not(feature = "redis"))]
    async fn tell_redis(&self, written: &Written) -> Second {
        Second::Keep(written.ttl)
    }

    #[cfg(feature = "redis")]
    async fn tell_redis(&self, written: &Written) -> Second {
        let Some(redis) = self.redis() else {
            return Second::Keep(written.ttl);
        };
        let span = self.manager.memory_span(written.ttl, written.memory_ttl);
        let keep = Second::Keep(Some(span));
        let bytes = match payload::encode(self.manager.codec(), &written.held, written.ops) {
            Ok(bytes) => bytes,
            Err(error) => {
                events::unencodable(self.site, &self.key, &error);
                self.remove_from(redis).await;
                return Second::Refused;
            }
        };
        let told = match &self.hold {
            Some(hold) => {
                Box::pin(redis.put(&self.key, hold, Payload::Written(&bytes), written.ttl)).await
            }
            None => Commit::Down,
        };
        match told {
            Commit::Stored => keep,
            // It goes there, now or later, and memory has it for its own short time.
            Commit::Down if self.remove_from(redis).await => {
                let most = self.manager.unconfirmed_span(written.memory_ttl);
                let span = written.ttl.map_or(most, |ttl| ttl.min(most));
                Second::Keep(Some(span))
            }
            Commit::Refused | Commit::Down => Second::Refused,
        }
    }

    /// False if that was asked to be an error, and is one.
    #[cfg(feature = "redis")]
    async fn remove_from(&self, redis: &RedisTier) -> bool {
        let keys = std::slice::from_ref(&self.key);
        let removed = Box::pin(redis.remove(keys)).await;
        if let Err(error) = &removed {
            events::invalidated(self.site, keys, Err(error));
        }
        removed.is_ok()
    }

    fn end(&mut self, end: End) -> bool {
        self.ended = true;
        let writers = self.manager.memory().writers();
        writers.end(&self.key, self.turn, end)
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        if !self.ended {
            let keys = std::slice::from_ref(&self.key);
            self.manager.invalidate_later(self.site, keys);
            self.end(End::Written);
        }
    }
}
