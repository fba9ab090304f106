//! After a change is written: nobody keeps the row that it replaced.
//!
//! While a change waits its entry may end, be evicted, or be invalidated, and then readers load the
//! row as it was before, and keep it. So what stands at the key once the row is there is removed,
//! unless a change has put it there: that is the change itself, or a later one. A hold stays, because
//! beneath it no load is stored.

use std::sync::Weak;

use crate::cache::CacheManager;
use crate::cache::key::Key;
use crate::cache::manager::Inner;
use crate::cache::site::Site;

/// The cache beside a queue, as long as anybody uses it.
pub(crate) struct After {
    manager: Weak<Inner>,
    site: &'static Site,
}

impl After {
    /// `site` is that of the puts.
    pub(crate) fn of(manager: &CacheManager, site: &'static Site) -> Self {
        let manager = manager.downgrade();
        Self { manager, site }
    }

    /// The changes of these keys are written. What Redis cannot be told is remembered.
    pub(crate) async fn written(&self, keys: Vec<Key>) {
        let Some(manager) = CacheManager::upgrade(&self.manager) else {
            return;
        };
        #[cfg(feature = "redis")]
        if let Some(redis) = manager.redis()
            && self.site.tier().uses_redis()
        {
            return self.in_redis(&manager, redis, keys).await;
        }
        self.in_memory(&manager, &keys);
    }

    /// What this process has put there says so by its place.
    fn in_memory(&self, manager: &CacheManager, keys: &[Key]) {
        let now = manager.now();
        for key in keys {
            let entry = manager.memory().peek(key, now);
            if entry.is_none_or(|entry| !std::ptr::eq(entry.site, self.site)) {
                manager.memory().remove(key);
            }
        }
    }

    #[cfg(feature = "redis")]
    async fn in_redis(
        &self,
        manager: &CacheManager,
        redis: &crate::cache::redis::RedisTier,
        keys: Vec<Key>,
    ) {
        use crate::cache::redis::Standing;

        let standing = redis.standing(&keys).await;
        let (mut gone, mut loaded) = (Vec::new(), Vec::new());
        for (key, standing) in keys.into_iter().zip(standing) {
            match standing {
                Standing::Queued => {}
                Standing::Nothing => gone.push(key),
                Standing::Loaded => loaded.push(key),
            }
        }
        // Redis may have evicted what memory still holds.
        manager.remove_in_memory(&gone);
        if !loaded.is_empty() {
            // A change that was put since loses its entry with it, until it is written.
            _ = manager.invalidate_at(self.site, &loaded).await;
        }
    }
}
