//! Removing by pattern.

use crate::cache::CacheManager;
use crate::cache::error::CacheError;
use crate::cache::events;
use crate::cache::key::Pattern;
use crate::cache::manager::Removed;
#[cfg(feature = "redis")]
use crate::cache::memory::Memory;
use crate::cache::site::Site;

impl CacheManager {
    /// Removes every entry whose key matches a glob (`*`, `?`, `[abc]`, `\` before a character that
    /// is meant as it is), in memory and, by SCAN and UNLINK in batches, in Redis.
    ///
    /// Loads of matching keys that are under way are not stored. Takes time in proportion to the
    /// keys that Redis holds. Cut short by an outage, or dropped before it is ready, it makes every
    /// entry under the prefix a miss in its place.
    ///
    /// # Errors
    /// [`CacheError::Pattern`] for a glob that cannot be read, or that would empty everything: that
    /// is [`clear_all`](Self::clear_all). Where Redis cannot be reached, memory is cleared, and what
    /// stands in Redis under this manager's prefix counts as doubtful from then on
    /// ([`Removed::remembered`]); with `OnOutage::Fail` it is [`CacheError::Unreachable`] instead.
    pub async fn clear(&self, pattern: &str) -> Result<Removed, CacheError> {
        let glob = Pattern::new(pattern)?;
        if glob.matches_everything() {
            return Err(CacheError::Pattern {
                pattern: pattern.to_owned(),
                reason: "it would empty the whole cache; if that is meant, call `clear_all`".into(),
            });
        }
        self.clear_matching(&glob).await
    }

    /// [`clear`](Self::clear) by a pattern that has been read.
    pub(crate) async fn clear_matching(&self, pattern: &Pattern) -> Result<Removed, CacheError> {
        self.clear_some(Some(pattern), pattern.as_str()).await
    }

    /// The same for those who cannot wait: memory at once, Redis by a task of its own. Outside of a
    /// tokio runtime every entry of the prefix becomes a miss in Redis.
    pub(crate) fn clear_later(&self, site: &'static Site, pattern: Pattern) {
        self.memory().clear(Some(&pattern));
        #[cfg(feature = "redis")]
        if let Some(redis) = self.redis() {
            let Ok(runtime) = tokio::runtime::Handle::try_current() else {
                redis.doubt_all();
                return;
            };
            let manager = self.clone();
            runtime.spawn(async move {
                if let Err(error) = manager.clear_matching(&pattern).await {
                    events::not_cleared(site, pattern.as_str(), &error);
                }
            });
        }
        #[cfg(not(feature = "redis"))]
        let _ = (site, pattern);
    }

    /// Removes every entry of this manager; in Redis, every key under its prefix but rate limits.
    ///
    /// # Errors
    /// As [`clear`](Self::clear); and [`CacheError::Pattern`] where Redis is used without a prefix,
    /// because other programs' keys would go, too: then nothing goes.
    pub async fn clear_all(&self) -> Result<Removed, CacheError> {
        self.clear_some(None, "*").await
    }

    async fn clear_some(
        &self,
        pattern: Option<&Pattern>,
        words: &str,
    ) -> Result<Removed, CacheError> {
        #[cfg(feature = "redis")]
        if pattern.is_none() && self.redis().is_some() && self.key_prefix().is_empty() {
            return Err(CacheError::Pattern {
                pattern: words.to_owned(),
                reason: "without a key prefix it would remove other programs' keys from Redis; \
                         build the manager with `key_prefix`"
                    .into(),
            });
        }
        #[cfg_attr(
            not(feature = "redis"),
            expect(unused_mut, reason = "memory is the only tier")
        )]
        let mut removed = Removed {
            memory: self.memory().clear(pattern),
            ..Removed::default()
        };
        #[cfg(feature = "redis")]
        if let Some(redis) = self.redis() {
            let everything = Pattern::new("*")?;
            let again = Again(self.memory(), pattern);
            let answer = Box::pin(redis.clear(pattern.unwrap_or(&everything))).await;
            drop(again);
            let answer = answer?;
            removed.redis = answer.removed;
            removed.remembered = answer.remembered;
        }
        events::cleared(words, &removed);
        Ok(removed)
    }
}

/// Clears memory when it is dropped: what was read from Redis while that was being cleared may be
/// what has gone since, also when nobody waits for the end.
#[cfg(feature = "redis")]
struct Again<'a>(&'a Memory, Option<&'a Pattern>);

#[cfg(feature = "redis")]
impl Drop for Again<'_> {
    fn drop(&mut self) {
        self.0.clear(self.1);
    }
}
