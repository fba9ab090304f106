//! What a load has behind it: an old entry that answers where the load does not.

use std::time::Duration;

use crate::cache::engine::begin::Call;
use crate::cache::entry::Held;
use crate::cache::events;
use crate::cache::flight::Lead;
use crate::cache::ladder::{Attempt, Ladder, Old, Window};
use crate::cache::observe::How;
use crate::cache::stats::Count;

/// The old entry that a load is to replace, if there is one, and the try to do so.
#[derive(Default)]
pub(super) struct Ahead {
    pub(super) old: Option<Old>,
    attempt: Option<Attempt>,
}

impl Ahead {
    /// Nothing answers but the load.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// `old` answers where the load does not, and the load has not begun.
    pub(super) fn waiting(old: Old) -> Self {
        Self {
            old: Some(old),
            attempt: None,
        }
    }

    /// The load of what `old` is begins.
    pub(super) fn loading(old: Old, attempt: Attempt) -> Self {
        Self {
            old: Some(old),
            attempt: Some(attempt),
        }
    }

    /// This call's turn to load has come.
    pub(super) fn begins(&mut self, call: &Call, retry_after: Duration) {
        if self.old.is_some() && self.attempt.is_none() {
            let attempt = Attempt::new(&call.manager, call.site, &call.key, retry_after);
            self.attempt = Some(attempt);
        }
    }

    /// The load has brought something.
    pub(super) fn succeeded(&mut self) {
        if let Some(attempt) = &mut self.attempt {
            attempt.succeeded();
        }
    }

    /// The caller has its answer, and a task goes on.
    pub(super) fn goes_on(&mut self) {
        if let Some(attempt) = &mut self.attempt {
            attempt.goes_on();
        }
    }

    /// The load has failed: what answers in its place, for everybody who waits for it. Nothing, if
    /// there is nothing old, its time is over, or the key has been changed since.
    pub(super) fn instead(
        &mut self,
        call: &Call,
        lead: Option<&mut Lead>,
        terms: &Ladder,
    ) -> Option<Held> {
        if let Some(attempt) = &mut self.attempt {
            attempt.failed();
        }
        let old = self.old.as_ref()?;
        if old.window(terms, call.manager.now()) == Window::Closed
            || lead.as_ref().is_some_and(|lead| lead.is_changed())
        {
            return None;
        }
        if let Some(lead) = lead {
            lead.land(old.held.clone());
        }
        call.answered_by(old, terms);
        Some(old.held.clone())
    }
}

impl Call {
    /// Counts and tells that `old` answers.
    pub(super) fn answered_by(&self, old: &Old, terms: &Ladder) {
        let now = self.manager.now();
        let age = old.age(now);
        let fresh = matches!(old.window(terms, now), Window::Fresh { .. });
        let (count, how, tier) = match (fresh, old.in_redis) {
            (true, false) => (Count::HitMemory, How::HitMemory, "memory"),
            (true, true) => (Count::HitRedis, How::HitRedis, "redis"),
            (false, _) => (Count::Stale, How::Stale, ""),
        };
        self.count(count);
        if fresh {
            events::hit(&self.key, self.site, tier);
        } else {
            events::stale(&self.key, self.site, age);
        }
        self.report(how, false, age, fresh.then(|| old.left(now)));
    }
}
