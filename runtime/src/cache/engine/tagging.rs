//! The tags of a call, on its way from the miss to the store.

use crate::cache::ctx::Wishes;
use crate::cache::engine::begin::{Call, Miss};
use crate::cache::flight::Lead;
use crate::cache::key::Key;
#[cfg(feature = "redis")]
use crate::cache::redis::Wanted;
use crate::cache::shape::Shape;
use crate::cache::stats::Count;
use crate::cache::tags::{TagSet, Tagging};
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

    /// The tags that the entry of this call's load has.
    pub(super) fn tag_set(&self) -> TagSet {
        self.tags
            .as_ref()
            .map(|tags| tags.set())
            .unwrap_or_default()
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
}
