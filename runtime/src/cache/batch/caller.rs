//! Who asks, and what is told of it.

use std::sync::Arc;
use std::time::Instant;

use crate::cache::CacheManager;
use crate::cache::control::{Mode, Request};
use crate::cache::entry::Held;
use crate::cache::events;
use crate::cache::flight::Lead;
use crate::cache::key::Key;
use crate::cache::ladder::Life;
use crate::cache::local;
use crate::cache::observe::{How, Observer, Report};
use crate::cache::site::Site;
use crate::cache::stats::Count;
use crate::cache::tags::TagSet;

/// A call, whatever it returns.
pub(super) struct Caller {
    pub(super) manager: CacheManager,
    pub(super) site: &'static Site,
    pub(super) mode: Mode,
    observer: Option<Arc<Observer>>,
    request: Option<Arc<Request>>,
    /// What whoever asked has been told: of all ids, the answer that took most.
    told: Option<How>,
}

impl Caller {
    /// The call that begins here and now.
    pub(super) fn new(site: &'static Site, manager: CacheManager) -> Self {
        let context = local::context();
        let (observer, request) =
            context.map_or((None, None), |context| (context.observer, context.request));
        let taken =
            request.and_then(|request| request.take(site.function()).map(|mode| (request, mode)));
        let (request, mode) =
            taken.map_or((None, Mode::Usual), |(request, mode)| (Some(request), mode));
        Self {
            manager,
            site,
            mode,
            observer,
            request,
            told: None,
        }
    }

    pub(super) fn count(&self, count: Count) {
        self.manager.stats_table().add(self.site, count);
    }

    /// Whether a lead has to ask Redis before it loads.
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::unused_self, reason = "memory is the only tier")
    )]
    pub(super) fn asks_redis(&self) -> bool {
        #[cfg(feature = "redis")]
        return self.site.tier().uses_redis() && self.manager.redis().is_some();
        #[cfg(not(feature = "redis"))]
        false
    }

    /// Tells whoever asked how one id was answered.
    pub(super) fn report(&mut self, how: How, stored: bool) {
        if self.observer.is_none() && self.request.is_none() {
            return;
        }
        let report = Report {
            function: self.site.function(),
            how,
            stored,
            age: None,
            time_left: None,
        };
        if let Some(observer) = &self.observer {
            observer.record(&report);
        }
        if let Some(request) = &self.request
            && self.told.is_none_or(|told| effort(told) <= effort(how))
        {
            request.answer(report);
            self.told = Some(how);
        }
    }

    /// Puts what a load or Redis brought into memory for as long as `life` says, unless the key has
    /// changed since its flight began. Call once the lead has landed.
    pub(super) fn keep_in_memory(
        &self,
        lead: Lead,
        key: &Key,
        (held, tags): (Held, TagSet),
        size: usize,
        life: &Life,
    ) {
        let entry = self.manager.entry_of(self.site, key, held, size, life);
        let entry = entry.tagged(tags);
        self.manager.memory().store(lead, key.clone(), entry);
        self.manager.keep_swept();
    }

    /// A body has run since `began`, for `key` and others; `failed` if it returned an error.
    pub(super) fn count_load(&self, key: Option<&Key>, began: Instant, failed: bool) {
        let took = began.elapsed();
        self.count(Count::Load);
        if failed {
            self.count(Count::Error);
        }
        if let Some(key) = key
            && took >= self.manager.slow_load()
        {
            events::slow_load(key, self.site, took);
        }
        #[cfg(feature = "metrics")]
        metrics::histogram!(crate::metrics::CACHE_LOAD_DURATION, "function" => self.site.function())
            .record(took);
    }
}

/// What an answer takes, in the order of the tiers.
fn effort(how: How) -> u8 {
    match how {
        How::HitMemory => 0,
        How::Stale => 1,
        How::HitRedis => 2,
        How::Joined => 3,
        How::Loaded | How::Bypassed => 4,
    }
}
