//! To whom the tier tells what other processes do.

use std::sync::{Arc, OnceLock, Weak};

use super::stamp::{self, Stamp};
use crate::cache::key::Key;

/// Whoever keeps entries in front of Redis. Called in the task that reads the connection: neither
/// may wait for anything.
pub(crate) trait Listener: Send + Sync {
    /// Another process has changed what stands at `key`.
    fn changed(&self, key: &Key);

    /// Changes may have gone unheard: nothing that was kept so far is vouched for.
    fn doubt(&self);
}

/// Where the connections of one manager report to. Nobody listens until the manager is built; until
/// then it holds nothing either.
#[derive(Clone)]
pub(crate) struct Ear(Arc<Inner>);

struct Inner {
    listener: OnceLock<Weak<dyn Listener>>,
    /// Tells this manager's own messages from those of others.
    origin: Stamp,
}

impl Ear {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Inner {
            listener: OnceLock::new(),
            origin: stamp::next(),
        }))
    }

    /// Reports to `listener` from now on. Weak: it owns the connections.
    pub(crate) fn attach(&self, listener: Weak<dyn Listener>) {
        // A second one is not taken, and there is none: a tier is built for one manager.
        _ = self.0.listener.set(listener);
    }

    pub(super) fn origin(&self) -> &Stamp {
        &self.0.origin
    }

    pub(super) fn changed(&self, key: &Key) {
        if let Some(listener) = self.listener() {
            listener.changed(key);
        }
    }

    pub(super) fn doubt(&self) {
        if let Some(listener) = self.listener() {
            listener.doubt();
        }
    }

    fn listener(&self) -> Option<Arc<dyn Listener>> {
        self.0.listener.get()?.upgrade()
    }
}
