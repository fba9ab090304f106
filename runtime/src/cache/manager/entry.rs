//! Entries of the memory tier, as this manager makes them.

use std::sync::Arc;
use std::time::Duration;

use crate::cache::CacheManager;
use crate::cache::entry::{Entry, Held, More};
use crate::cache::key::Key;
use crate::cache::ladder::Life;
use crate::cache::site::Site;
use crate::cache::tags::TagSet;
#[cfg(feature = "redis")]
use crate::cache::vouch::Vouch;
use crate::clock::Tick;

/// How long memory keeps a value that Redis did not take: no longer than the loss of a connection
/// may go unnoticed.
#[cfg(feature = "redis")]
const UNCONFIRMED: Duration = Duration::from_secs(1);

impl CacheManager {
    /// An entry of `key` that begins now and lives for `span`, or for ever.
    pub(crate) fn entry(
        &self,
        site: &'static Site,
        key: &Key,
        held: Held,
        bytes: usize,
        span: Option<Duration>,
    ) -> Entry {
        self.entry_of(site, key, held, bytes, &Life::plain(span))
    }

    /// An entry of `key` that begins now and lives as `life` says.
    pub(crate) fn entry_of(
        &self,
        site: &'static Site,
        key: &Key,
        held: Held,
        bytes: usize,
        life: &Life,
    ) -> Entry {
        let now = self.now();
        let at = |span: Option<Duration>| span.map_or(Tick::NEVER, |span| now.after(span));
        let (end, most) = (at(life.ttl), at(life.at_most));
        let more = (!life.is_plain()).then(|| {
            Arc::new(More {
                stale: end,
                gone: at(life.whole()).min(most),
            })
        });
        Entry {
            value: held,
            expires: at(life.due).min(end).min(most),
            stored: now,
            site,
            weight: self.memory().weight(key, bytes),
            #[cfg(feature = "redis")]
            vouch: Vouch::ALWAYS,
            tags: TagSet::default(),
            more,
        }
    }

    /// How long memory keeps what Redis keeps for `left`: for ever if `None`. `own` is what an
    /// attribute says of its function.
    #[cfg(feature = "redis")]
    pub(crate) fn memory_span(&self, left: Option<Duration>, own: Option<Duration>) -> Duration {
        let most = own.unwrap_or(self.inner.memory_ttl);
        left.map_or(most, |left| left.min(most))
    }

    /// How long memory keeps what Redis has not confirmed. While Redis tells of changes this is
    /// short: of a key that it does not hold it tells nothing.
    #[cfg(feature = "redis")]
    pub(crate) fn unconfirmed_span(&self, own: Option<Duration>) -> Duration {
        let span = self.memory_span(None, own);
        match self.redis() {
            Some(redis) if redis.tells() => span.min(UNCONFIRMED),
            _ => span,
        }
    }
}
