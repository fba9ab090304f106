//! What other processes do, as this manager hears it.

use std::sync::{Arc, Weak};

use crate::cache::CacheManager;
use crate::cache::key::Key;
use crate::cache::manager::Inner;
use crate::cache::redis::Listener;
use crate::cache::tags::Tag;

impl CacheManager {
    /// Whom the connections to Redis tell. They do not keep the manager alive.
    pub(crate) fn listener(&self) -> Weak<dyn Listener> {
        let inner: Arc<dyn Listener> = Arc::clone(&self.inner) as _;
        Arc::downgrade(&inner)
    }
}

impl Listener for Inner {
    fn changed(&self, key: &Key) {
        match Tag::of_name(key) {
            None => self.memory.disturb(key),
            Some(tag) => self.tags.invalidate(&tag),
        }
    }

    fn doubt(&self) {
        self.memory.doubt();
    }
}
