//! One try to bring an old entry up to date.

use std::thread;
use std::time::Duration;

use super::slots::Slot;
use crate::cache::CacheManager;
use crate::cache::events;
use crate::cache::key::Key;
use crate::cache::site::Site;
use crate::cache::stats::Count;

/// One try to bring an old entry up to date. Dropped in a panic, or in a task of its own, it has
/// failed; dropped with its caller, nothing has been tried.
pub(crate) struct Attempt {
    manager: CacheManager,
    site: &'static Site,
    key: Key,
    retry_after: Duration,
    in_background: bool,
    is_over: bool,
    /// Given back when this is dropped.
    slot: Option<Slot>,
}

impl Attempt {
    pub(crate) fn new(
        manager: &CacheManager,
        site: &'static Site,
        key: &Key,
        retry_after: Duration,
    ) -> Self {
        Self {
            manager: manager.clone(),
            site,
            key: key.clone(),
            retry_after,
            in_background: false,
            is_over: false,
            slot: None,
        }
    }

    /// The same in a task of its own, which has this place.
    pub(crate) fn in_background(mut self, slot: Slot) -> Self {
        self.in_background = true;
        self.slot = Some(slot);
        self
    }

    /// Its caller has been answered, and a task goes on with it.
    pub(crate) fn goes_on(&mut self) {
        self.in_background = true;
    }

    /// It has brought a value, or found one that another process has brought.
    pub(crate) fn succeeded(&mut self) {
        if !std::mem::replace(&mut self.is_over, true) {
            self.manager.throttle().succeeded(&self.key);
            self.manager.stats_table().add(self.site, Count::Reload);
            events::reloaded(&self.key, self.site);
        }
    }

    /// It has failed, and is not repeated for a while.
    pub(crate) fn failed(&mut self) {
        if !std::mem::replace(&mut self.is_over, true) {
            let now = self.manager.now();
            let until = now.after(self.retry_after);
            self.manager.throttle().failed(&self.key, until, now);
            self.manager
                .stats_table()
                .add(self.site, Count::ReloadFailed);
            events::reload_failed(&self.key, self.site, self.retry_after);
        }
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if self.in_background || thread::panicking() {
            self.failed();
        }
    }
}
