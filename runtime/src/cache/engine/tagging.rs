//! The tags of a call, on its way from the miss to the store.

#[cfg(feature = "redis")]
use std::time::Duration;

use crate::cache::ctx::Wishes;
use crate::cache::engine::begin::{Call, Miss};
use crate::cache::entry::Entry;
#[cfg(feature = "redis")]
use crate::cache::entry::Held;
use crate::cache::flight::Lead;
use crate::cache::key::Key;
#[cfg(feature = "redis")]
use crate::cache::redis::{Extra, Wanted};
use crate::cache::shape::Shape;
use crate::cache::stats::Count;
#[cfg(feature = "redis")]
use crate::cache::tags::Moment;
use crate::cache::tags::Tagging;
#[cfg(feature = "redis")]
use crate::cache::ttl::Ttl;

/// The same miss, of an entry with these tags; `open` where the value names more.
pub fn tagged<S: Shape>(
    mut miss: Miss<S>,
    tags: impl IntoIterator<Item = Key>,
    open: bool,
) -> Miss<S> {
    miss.call.tags = Some(Box::new(Tagging::new(tags, open)));
    miss
}

impl Call {
    /// Remembers how the tags are before the load, or before Redis is asked.
    pub(super) fn begin_tags(&mut self, lead: &Lead) {
        if self.ctx.is_some() {
            self.tags.get_or_insert_default().open_up();
        }
        if let Some(tags) = &mut self.tags
            && let Some(seen) = tags.begin(self.manager.tags())
        {
            lead.note_tags(seen);
        }
    }

    /// The load has brought a value that names `late`. `false` if it is older than an invalidation of
    /// one of its tags: then it is not to be stored.
    pub(super) fn end_tags(&mut self, mut late: Vec<Key>, wishes: Wishes) -> bool {
        late.extend(wishes.tags);
        let Some(tags) = &mut self.tags else {
            return true;
        };
        let current = tags.end(self.manager.tags(), late);
        if !current {
            self.count(Count::Outdated);
        }
        current
    }

    /// `entry` with the tags of this call.
    pub(super) fn with_tags(&self, entry: Entry) -> Entry {
        match &self.tags {
            None => entry,
            Some(tags) => entry.tagged(tags.set()),
        }
    }
}

#[cfg(feature = "redis")]
impl Call {
    /// What Redis is asked about tags; `None` where there are none.
    pub(super) fn wanted_tags(&self, ttl: Ttl) -> Option<Wanted<'_>> {
        let tags = self.tags.as_ref()?;
        Some(Wanted {
            named: tags.named(),
            open: tags.is_open(),
            ttl: ttl.span(self.manager.default_ttl()),
        })
    }

    /// Puts what Redis had into memory for `span`, with the tags that it has there, unless one of them
    /// has been invalidated since `read`.
    pub(super) fn keep_found(
        &self,
        lead: Lead,
        held: Held,
        size: usize,
        span: Duration,
        (read, extra): (Moment, &Extra),
    ) {
        let Some(tags) = extra.tag_set(self.manager.tags(), read) else {
            return;
        };
        let entry = self
            .manager
            .entry(self.site, &self.key, held, size, Some(span));
        let entry = entry.tagged(tags);
        self.manager.memory().store(lead, self.key.clone(), entry);
        self.manager.keep_swept();
    }
}
