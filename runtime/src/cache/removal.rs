//! What `#[invalidate]` expands to.

use crate::cache::CacheManager;
use crate::cache::engine::ManagerRef;
use crate::cache::key::Key;
use crate::cache::site::Site;

/// Entries that go when the body has returned.
///
/// Dropped before anybody said how the body ended (the call was cancelled, or the body panicked),
/// it removes them: whether the body's work was done is not known, and a needless miss costs little.
#[derive(Debug)]
#[must_use = "the entries go when it is run or dropped"]
pub struct Removal {
    site: &'static Site,
    manager: CacheManager,
    keys: Vec<Key>,
}

impl Removal {
    /// Entries of `manager` that are to go.
    pub fn new(
        site: &'static Site,
        manager: impl ManagerRef,
        keys: impl IntoIterator<Item = Key>,
    ) -> Self {
        Self { site, manager: manager.handle(), keys: keys.into_iter().collect() }
    }

    /// Removes them. A Redis that cannot be reached is told later; one that was asked for errors
    /// (`on_outage = fail`) is reported by an event, because the body's work is done.
    pub async fn run(mut self) {
        // Errors are in the event: the body has succeeded, and its result goes to the caller.
        let _ = self.manager.invalidate(self.site, &self.keys).await;
        self.keys.clear();
    }

    /// Removes them from memory at once, and from Redis in the background.
    pub fn run_blocking(self) {}

    /// The body failed: they stay.
    pub fn dismiss(mut self) {
        self.keys.clear();
    }
}

impl Drop for Removal {
    fn drop(&mut self) {
        if !self.keys.is_empty() {
            self.manager.invalidate_later(self.site, &self.keys);
        }
    }
}

/// Asks whether a result is an `Err`, told by type.
#[derive(Debug)]
pub struct OutcomeProbe<'a, R>(&'a R);

impl<'a, R> OutcomeProbe<'a, R> {
    /// Asks about `result`.
    pub fn of(result: &'a R) -> Self {
        Self(result)
    }
}

/// A `Result` succeeds when it is `Ok`.
pub trait OutcomeResult {
    /// Whether the body succeeded.
    fn succeeded(&self) -> bool;
}

impl<T, E> OutcomeResult for &OutcomeProbe<'_, Result<T, E>> {
    fn succeeded(&self) -> bool {
        self.0.is_ok()
    }
}

/// Anything else succeeds by returning.
pub trait OutcomeAny {
    /// Whether the body succeeded.
    fn succeeded(&self) -> bool;
}

impl<R> OutcomeAny for OutcomeProbe<'_, R> {
    fn succeeded(&self) -> bool {
        true
    }
}
