//! Removing entries, in both tiers, also for callers who do not stay until the end.

use crate::cache::CacheManager;
use crate::cache::error::CacheError;
use crate::cache::events;
use crate::cache::key::{IntoKey, IntoKeys, Key};
use crate::cache::site::{BY_HAND, Site};
use crate::cache::stats::Count;
use crate::cache::tags::Tag;

/// How many entries went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removed {
    /// From memory.
    pub memory: u64,
    /// From Redis.
    pub redis: u64,
    /// Keys whose removal Redis could not be told of yet. They are carried out before this process
    /// trusts Redis again, and until then it reads past what stands there.
    pub remembered: u64,
}

/// Keys that are to go: dropped before [`done`](Unfinished::done), it lets go of them in memory and
/// leaves Redis to the tier's own task.
#[cfg(feature = "redis")]
pub(crate) struct Unfinished<'a> {
    manager: &'a CacheManager,
    keys: &'a [Key],
}

#[cfg(feature = "redis")]
impl<'a> Unfinished<'a> {
    pub(crate) fn new(manager: &'a CacheManager, keys: &'a [Key]) -> Self {
        Self { manager, keys }
    }

    pub(crate) fn done(self) {
        std::mem::forget(self);
    }
}

#[cfg(feature = "redis")]
impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        self.manager.remove_later(self.keys);
    }
}

impl CacheManager {
    /// Removes an entry from both tiers; true if either had it.
    ///
    /// A load of it that is under way is not stored, here or in another process, and calls that
    /// come later do not join it. Dropped before it is ready, the removal is carried out in the
    /// background.
    ///
    /// # Errors
    /// Only with [`on_outage(Fail)`](crate::cache::OnOutage): [`CacheError::Unreachable`]. Otherwise
    /// a removal that could not reach Redis is remembered.
    #[doc(alias = "invalidate")]
    #[doc(alias = "remove")]
    #[doc(alias = "evict")]
    pub async fn delete(&self, key: impl IntoKey) -> Result<bool, CacheError> {
        let removed = self.delete_many([key]).await?;
        Ok(removed.memory + removed.redis > 0)
    }

    /// Removes entries from both tiers, in one round trip.
    ///
    /// # Errors
    /// As [`delete`](Self::delete).
    pub async fn delete_many(&self, keys: impl IntoKeys) -> Result<Removed, CacheError> {
        let keys = keys.into_keys();
        self.count_keys(&BY_HAND, Count::Delete, &keys);
        self.remove(&keys).await
    }

    /// Makes a miss of every entry that has one of `tags`, in both tiers, in one round trip, however
    /// many entries there are.
    ///
    /// A load of such an entry that is under way is not stored, here or in another process, and calls
    /// that come later do not join it. Dropped before it is ready, the invalidation is carried out in
    /// the background. Which entries have a tag is written down nowhere, so they are not counted:
    /// [`Removed::remembered`] counts tags, and the rest is 0.
    ///
    /// ```
    /// use gambeson::{CacheManager, cached};
    ///
    /// #[cached(ttl = "5m", key = "member:{org}:{id}", tags = ["org:{org}"])]
    /// async fn member(org: u32, id: u64) -> String {
    ///     format!("member {id} of {org}")
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::CacheError> {
    /// let cache = CacheManager::builder().build().await?;
    /// cache.scope(member(7, 1)).await;
    /// cache.invalidate_tags(["org:7"]).await?;
    /// assert!(!cache.exists("member:7:1").await);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`delete`](Self::delete).
    #[doc(alias = "invalidate_tag")]
    pub async fn invalidate_tags(&self, tags: impl IntoKeys) -> Result<Removed, CacheError> {
        let tags = tags.into_keys();
        let names: Vec<Key> = tags
            .iter()
            .map(|tag| Tag::new(tag).name().clone())
            .collect();
        self.invalidate_at(&BY_HAND, &names).await
    }

    /// Removes what an attribute or a handle names: keys, and names of tags.
    pub(crate) async fn invalidate_at(
        &self,
        site: &'static Site,
        keys: &[Key],
    ) -> Result<Removed, CacheError> {
        self.count_keys(site, Count::Invalidation, keys);
        let removed = self.remove(keys).await;
        events::invalidated(site, keys, removed.as_ref());
        removed
    }

    /// [`invalidate_at`](Self::invalidate_at) for those who cannot wait: memory at once, Redis by the
    /// tier's own task.
    pub(crate) fn invalidate_later(&self, site: &'static Site, keys: &[Key]) -> Removed {
        self.count_keys(site, Count::Invalidation, keys);
        let removed = self.remove_later(keys);
        events::invalidated(site, keys, Ok(&removed));
        removed
    }

    /// Redis first: once the keys are remembered nothing of them is read from there, so what memory
    /// lets go of after that does not come back.
    fn remove_later(&self, keys: &[Key]) -> Removed {
        #[cfg(feature = "redis")]
        let remembered = self.redis().map_or(0, |redis| {
            redis.remove_later(keys);
            keys.len() as u64
        });
        #[cfg(not(feature = "redis"))]
        let remembered = 0;
        Removed {
            memory: self.remove_in_memory(keys),
            redis: 0,
            remembered,
        }
    }

    /// Memory before and after Redis: what is read in between may still be the old value.
    pub(super) async fn remove(&self, keys: &[Key]) -> Result<Removed, CacheError> {
        #[cfg_attr(
            not(feature = "redis"),
            expect(unused_mut, reason = "memory is the only tier")
        )]
        let mut removed = Removed {
            memory: self.remove_in_memory(keys),
            ..Removed::default()
        };
        #[cfg(feature = "redis")]
        if let Some(redis) = self.redis() {
            let unfinished = Unfinished::new(self, keys);
            let answer = Box::pin(redis.remove(keys)).await;
            unfinished.done();
            self.remove_in_memory(keys);
            let answer = answer?;
            removed.redis = answer.removed;
            removed.remembered = answer.remembered;
        }
        Ok(removed)
    }

    /// Keys, and names of tags.
    pub(crate) fn remove_in_memory(&self, keys: &[Key]) -> u64 {
        let remove = |key| match Tag::of_name(key) {
            None => u64::from(self.memory().remove(key)),
            Some(tag) => {
                self.tags().invalidate(&tag);
                0
            }
        };
        keys.iter().map(remove).sum()
    }

    fn count_keys(&self, site: &'static Site, count: Count, keys: &[Key]) {
        let stats = self.stats_table().of(site);
        for key in keys {
            stats.add(match Tag::of_name(key) {
                None => count,
                Some(_) => Count::TagInvalidation,
            });
        }
    }
}
