//! Who asks, known sooner or later.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use crate::sync::lock;

/// The user of a request.
///
/// Nearly every request has one user at most, who is read with each event and without a lock. Only
/// where the user was changed there is one, held for a reference count.
#[derive(Debug, Default)]
pub(super) struct User {
    first: OnceLock<Arc<str>>,
    is_changed: AtomicBool,
    /// Set before `is_changed` is.
    later: Mutex<Option<Arc<str>>>,
}

impl User {
    pub(super) fn of(id: Arc<str>) -> Self {
        Self {
            first: OnceLock::from(id),
            ..Self::default()
        }
    }

    pub(super) fn set(&self, id: Arc<str>) {
        if let Err(id) = self.first.set(id) {
            // What was there is dropped, and is text: nothing runs under the lock.
            *lock(&self.later) = Some(id);
            self.is_changed.store(true, Ordering::Release);
        }
    }

    pub(super) fn get(&self) -> Option<Arc<str>> {
        if self.is_changed.load(Ordering::Acquire) {
            lock(&self.later).clone()
        } else {
            self.first.get().cloned()
        }
    }

    /// The same, to look at. No lock is held meanwhile.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn with<T>(&self, look: impl FnOnce(Option<&str>) -> T) -> T {
        if self.is_changed.load(Ordering::Acquire) {
            look(self.get().as_deref())
        } else {
            look(self.first.get().map(|id| &**id))
        }
    }
}
