//! Reading by a strategy.

use std::fmt::Display;
use std::future::Future;

use super::{CacheRegion, Strategy};
use crate::cache::error::CacheError;
use crate::cache::ladder::Ladder;
use crate::cache::manager::Removed;
use crate::cache::manager::refresh::refreshed_at;
use crate::cache::plan::{CacheValue, by_hand};
use crate::cache::shape::FallibleOptional;

impl CacheRegion {
    /// The value under `key`, from either tier; `None` if there is none. Nothing is loaded.
    pub async fn get<T: CacheValue + Clone>(&self, key: impl Display) -> Option<T> {
        self.manager.get(self.key(key)).await
    }

    /// The value under `key`; if there is none, what `load` finds, kept for the region's ttl.
    ///
    /// `None` is not kept. Concurrent callers of one key share one load. With
    /// [`Strategy::RefreshAhead`] `load` may run in the background, as
    /// [`get_with_refresh`](crate::CacheManager::get_with_refresh) says; in any other strategy it
    /// runs in the caller, and a call that is dropped hands it to the next. With `WriteBehind` a
    /// deletion that has not reached the store yet is `None`, and `load` is not asked.
    ///
    /// # Errors
    /// What `load` returns, as it is. The cache adds none of its own.
    pub async fn read<T, E, F, L>(&self, key: impl Display, load: L) -> Result<Option<T>, E>
    where
        T: CacheValue + Clone,
        E: 'static,
        F: Future<Output = Result<Option<T>, E>> + Send + 'static,
        L: FnOnce() -> F + Send + 'static,
    {
        let ladder = match self.config.strategy {
            Strategy::RefreshAhead => refreshed_at(self.config.refresh_at),
            _ => Ladder::NONE,
        };
        let (key, ttl) = (self.key(key), self.config.ttl);
        let plan = by_hand::<FallibleOptional<T, E>>();
        self.manager.load_by(plan, key, ttl, ladder, load).await
    }

    /// Removes the entry under `key` from both tiers, and leaves the store alone; true if either had
    /// it. See [`CacheManager::delete`](crate::CacheManager::delete).
    ///
    /// # Errors
    /// As [`CacheManager::delete`](crate::CacheManager::delete).
    pub async fn invalidate(&self, key: impl Display) -> Result<bool, CacheError> {
        self.manager.delete(self.key(key)).await
    }

    /// Removes every entry of the region from both tiers: see
    /// [`CacheManager::clear`](crate::CacheManager::clear).
    ///
    /// # Errors
    /// As [`CacheManager::clear`](crate::CacheManager::clear); [`CacheError::Pattern`] for a region
    /// without a prefix, which is the whole cache.
    pub async fn clear(&self) -> Result<Removed, CacheError> {
        let prefix = &self.config.key_prefix;
        if prefix.is_empty() {
            return self.manager.clear("*").await;
        }
        let whole = format!("{}:*", literal(prefix));
        self.manager.clear(&whole).await
    }
}

/// What stands for itself in a pattern.
fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '*' | '?' | '[' | ']') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}
